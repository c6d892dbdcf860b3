"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { toProblem } from "@/components/ui/problem";
import { Toaster } from "@/components/ui/toast";
import { TooltipProvider } from "@/components/ui/tooltip";

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A refusal stays a refusal; only the network and the server's own faults are worth another try.
        retry: (failures, error) => failures < 2 && toProblem(error).retryable,
      },
      mutations: { retry: false },
    },
  });
}

/** Everything that every page stands in: queries, theme, URL state, tooltips, toasts. */
export function Providers({ nonce, children }: { nonce?: string | undefined; children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <ThemeProvider
        attribute="class"
        defaultTheme="system"
        enableSystem
        disableTransitionOnChange
        storageKey="latchkey-theme"
        {...(nonce === undefined ? {} : { nonce })}
      >
        <NuqsAdapter>
          <TooltipProvider>
            {children}
            <Toaster />
          </TooltipProvider>
        </NuqsAdapter>
      </ThemeProvider>
    </QueryClientProvider>
  );
}
