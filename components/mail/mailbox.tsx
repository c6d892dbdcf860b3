"use client";

import { Inbox, RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { DateTime } from "@/components/ui/date-time";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { linkified } from "./linkified";

export type MailboxMessage = {
  id: string;
  template: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  sentAt: string | null;
};

/** The development mailbox: what people would have got by mail. */
export function Mailbox({ messages }: { messages: readonly MailboxMessage[] }) {
  const router = useRouter();
  const [chosen, setChosen] = useQueryState("mail", parseAsString.withDefault(""));
  const open = messages.find((message) => message.id === chosen) ?? messages[0];
  return (
    <>
      <PageHeader
        title="Mailbox"
        description="Mail of this machine, shown here because no provider is configured. It exists only where Latchkey runs on localhost."
        actions={
          <Button icon={<RefreshCw />} onClick={() => router.refresh()}>
            Look again
          </Button>
        }
      />
      {open === undefined ? (
        <Card>
          <EmptyState icon={<Inbox />} title="No mail yet">
            Invite someone, or ask for a password link; the mail appears here a moment later.
          </EmptyState>
        </Card>
      ) : (
        <div className="grid gap-4 md:grid-cols-[16rem_minmax(0,1fr)]">
          <Card className="max-h-[75vh] overflow-y-auto max-md:max-h-60">
            <ul aria-label="Mail" className="divide-y divide-line">
              {messages.map((message) => (
                <li key={message.id}>
                  <button
                    type="button"
                    aria-current={message.id === open.id}
                    onClick={() => void setChosen(message.id)}
                    className={cn(
                      "flex w-full flex-col gap-0.5 px-3 py-2.5 text-start text-sm hover:bg-hover",
                      message.id === open.id && "bg-hover",
                    )}
                  >
                    <bdi className="truncate font-medium">{message.subject}</bdi>
                    <bdi className="truncate text-muted text-xs">{message.to}</bdi>
                    <span className="text-subtle text-xs">
                      <DateTime value={message.sentAt} empty="Waiting" />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </Card>
          <Card className="min-w-0 p-4">
            <h2 className="font-semibold text-lg [overflow-wrap:anywhere]">
              <bdi>{open.subject}</bdi>
            </h2>
            <p className="mb-4 text-muted text-sm">
              To <bdi>{open.to}</bdi> · {open.template}
            </p>
            <Tabs
              key={open.id}
              label="Parts"
              tabs={[
                {
                  value: "text",
                  label: "Text",
                  content: (
                    <pre className="whitespace-pre-wrap font-mono text-sm [overflow-wrap:anywhere]">
                      {linkified(open.text)}
                    </pre>
                  ),
                },
                {
                  value: "html",
                  label: "As mail programs show it",
                  content: (
                    <iframe
                      title={open.subject}
                      // No scripts, no forms; links leave the frame.
                      sandbox="allow-top-navigation-by-user-activation"
                      srcDoc={`<base target="_top">${open.html}`}
                      className="h-[60vh] w-full rounded-md border border-line bg-white"
                    />
                  ),
                },
              ]}
            />
          </Card>
        </div>
      )}
    </>
  );
}
