"use client";

import { Copy, Ellipsis, Pause, Plus, RefreshCw, Trash2 } from "lucide-react";
import { Button, ButtonLink } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { Section } from "@/components/ui/section";
import { toast } from "@/components/ui/toast";
import { Sample } from "./sample";

const VARIANTS = ["primary", "secondary", "ghost", "danger", "link"] as const;

export function ActionSamples() {
  return (
    <Section title="Actions and links">
      <Sample label="Variants">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant}>
            {variant}
          </Button>
        ))}
      </Sample>
      <Sample label="Disabled, loading">
        {VARIANTS.map((variant) => (
          <Button key={variant} variant={variant} disabled>
            {variant}
          </Button>
        ))}
        <Button variant="primary" loading>
          Create key
        </Button>
        <Button loading>Save</Button>
      </Sample>
      <Sample label="Sizes, icons">
        <Button size="sm" icon={<Plus aria-hidden />}>
          Small
        </Button>
        <Button icon={<Plus aria-hidden />}>Medium</Button>
        <Button size="lg" icon={<Plus aria-hidden />}>
          Large
        </Button>
        <ButtonLink href="#main" variant="primary" iconEnd={<Plus aria-hidden />}>
          A link
        </ButtonLink>
      </Sample>
      <Sample label="Icon buttons">
        <IconButton label="Refresh" icon={<RefreshCw />} />
        <IconButton label="Refresh" icon={<RefreshCw />} variant="secondary" />
        <IconButton label="Delete" icon={<Trash2 />} variant="danger" />
        <IconButton label="Refresh" icon={<RefreshCw />} loading />
        <IconButton label="Refresh" icon={<RefreshCw />} disabled />
        <IconButton label="Small" icon={<RefreshCw />} size="sm" />
      </Sample>
      <Sample label="Copy">
        <CopyButton value="key_01" label="Copy id" />
        <CopyButton value="key_01" label="Copy id" variant="button" size="md" />
      </Sample>
      <Sample label="Menu">
        <DropdownMenu
          label="Key actions"
          align="start"
          trigger={<Button icon={<Ellipsis aria-hidden />}>Actions</Button>}
          items={[
            { heading: "billing sync" },
            { label: "Copy id", icon: <Copy />, shortcut: "mod+c", onSelect: () => toast.success("Copied") },
            {
              label: "Disable",
              icon: <Pause />,
              onSelect: () => toast.success("Disabled", { undo: () => toast.info("Enabled again") }),
            },
            { label: "Rotate", icon: <RefreshCw />, disabled: true, reason: "Only its owner may rotate it" },
            { separator: true },
            { label: "Revoke", icon: <Trash2 />, danger: true, onSelect: () => toast.error("Revoked") },
          ]}
        />
      </Sample>
      <Sample label="Links">
        <Link href="#main">Accent</Link>
        <Link href="#main" tone="plain">
          Plain
        </Link>
        <Link href="#main" tone="muted">
          Muted
        </Link>
        <Link href="https://www.rfc-editor.org/rfc/rfc9457" external>
          RFC 9457
        </Link>
      </Sample>
      <Sample label="Keys">
        <Kbd keys="mod+k" />
        <Kbd keys="g k" />
        <Kbd keys="?" />
      </Sample>
    </Section>
  );
}
