"use client";

import { FolderKanban } from "lucide-react";
import { useState } from "react";
import { paths } from "@/components/shell/paths";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { MadeKey } from "./made-key";
import { NewKeyForm } from "./new-key-form";
import type { MadeKeyAnswer, NewKeyProps } from "./new-key-values";

/** Making a key: the form, then the secret, once. The secret lives in this component's state and goes with it. */
export function NewKey({ organization, gatewayUrl, projects, initial }: NewKeyProps) {
  const [made, setMade] = useState<MadeKeyAnswer | null>(null);
  if (made)
    return <MadeKey organization={organization} gatewayUrl={gatewayUrl} made={made} onAnother={() => setMade(null)} />;
  if (projects.length === 0) {
    return (
      <EmptyState
        icon={<FolderKanban />}
        title="A key belongs to a project"
        action={
          <ButtonLink variant="primary" href={paths.newProject(organization)}>
            Create a project
          </ButtonLink>
        }
      >
        A project is an API that keys protect. If you may not create one, ask an owner or admin.
      </EmptyState>
    );
  }
  return <NewKeyForm organization={organization} projects={projects} initial={initial} onMade={setMade} />;
}
