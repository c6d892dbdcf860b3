import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { dependencies } from "@/app/_server/dependencies";
import { paths } from "@/components/shell/paths";
import { PageHeader } from "@/components/ui/page-header";
import { OperationView } from "../operation-view";
import { reference } from "../reference";
import { ReferenceFrame } from "../reference-frame";

type Props = { params: Promise<{ group: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { group: wanted } = await params;
  return { title: `${reference().groups.find((group) => group.slug === wanted)?.name ?? "API"} · API reference` };
}

/** The calls of one resource in full. */
export default async function ApiGroupPage({ params }: Props) {
  const { group: wanted } = await params;
  const { groups, schemas } = reference();
  const group = groups.find((one) => one.slug === wanted);
  if (!group) notFound();
  const { appUrl } = dependencies().environment;
  return (
    <ReferenceFrame groups={groups} current={group.slug}>
      <PageHeader
        title={group.name}
        breadcrumbs={[{ label: "API reference", href: paths.apiReference() }, { label: group.name }]}
      />
      <div className="flex max-w-4xl flex-col gap-14">
        {group.operations.map((operation) => (
          <OperationView key={operation.anchor} operation={operation} schemas={schemas} baseUrl={appUrl} />
        ))}
      </div>
    </ReferenceFrame>
  );
}
