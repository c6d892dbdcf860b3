"use client";

import { UserPlus } from "lucide-react";
import { useState } from "react";
import { paths } from "@/components/shell/paths";
import { Button } from "@/components/ui/button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { InviteDialog } from "./invite-dialog";
import type { Viewer } from "./viewer";

/** The head of the pages about people: members, invitations, access, teams. */
export function MembersHeader({ organization, viewer }: { organization: string; viewer: Viewer }) {
  const [inviting, setInviting] = useState(false);
  const mayInvite = viewer.role === "owner" || viewer.role === "admin";
  return (
    <>
      <PageHeader
        title="Members"
        description={
          mayInvite
            ? "The people of the organization, and what each may do where."
            : "The people of the organization. Owners and admins invite others and change roles."
        }
        actions={
          mayInvite && (
            <Button variant="primary" icon={<UserPlus />} onClick={() => setInviting(true)}>
              Invite
            </Button>
          )
        }
        tabs={
          <LinkTabs
            label="People"
            tabs={[
              { href: paths.members(organization), label: "Members", exact: true },
              ...(mayInvite ? [{ href: paths.invitations(organization), label: "Invitations" }] : []),
              { href: paths.accessMatrix(organization), label: "Access" },
              { href: paths.teams(organization), label: "Teams" },
            ]}
          />
        }
      />
      <InviteDialog organization={organization} viewer={viewer} open={inviting} onOpenChange={setInviting} />
    </>
  );
}
