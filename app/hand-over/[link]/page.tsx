import type { Metadata } from "next";
import { OpenHandOver } from "@/components/approvals/open-hand-over";
import { PlainShell } from "@/components/shell/plain-shell";

export const metadata: Metadata = { title: "Hand-over" };

/** A secret for one person: opened once, by a press and never by merely loading the page. */
export default async function HandOverPage({ params }: { params: Promise<{ link: string }> }) {
  const { link } = await params;
  return (
    <PlainShell width="md">
      <h1 className="mb-2 font-semibold text-xl tracking-tight">A key is handed over to you</h1>
      <OpenHandOver link={link} />
    </PlainShell>
  );
}
