import type { Metadata } from "next";
import { Hydrate } from "@/app/_server/prefetch";
import { UNUSED_RULES_PATH } from "@/components/lifecycle/lifecycle-paths";
import { UnusedRules } from "@/components/lifecycle/unused-rules";
import { PolicyPage } from "@/components/policies/policy-page";
import { EnvironmentHeader } from "@/components/projects/environment-header";
import { POLICY_PATH } from "@/components/projects/project-paths";
import { readEnvironmentRules } from "@/lib/lifecycle/manage-rules";
import { readPolicy } from "@/lib/policies/read-policy";
import { readEnvironmentPage } from "../../../read-project-page";

type Props = { params: Promise<{ organization: string; project: string; environment: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { organization, project: wanted, environment: name } = await params;
  const { project, environment } = await readEnvironmentPage(organization, wanted, name);
  return { title: `Policy of ${environment.name}, ${project.name}` };
}

export default async function EnvironmentPolicyPage({ params }: Props) {
  const { organization, project: wanted, environment: name } = await params;
  const { ctx, project, environment, mayManage, answers } = await readEnvironmentPage(organization, wanted, name);
  const path = { organization, project: project.slug, environment: environment.slug };
  const names = { project: project.slug, environment: environment.slug };
  const [policy, unusedRules] = await Promise.all([readPolicy(ctx, names), readEnvironmentRules(ctx, names)]);
  return (
    <Hydrate
      answers={[
        ...answers,
        { path: POLICY_PATH, init: { params: { path } }, data: policy },
        { path: UNUSED_RULES_PATH, init: { params: { path } }, data: unusedRules },
      ]}
    >
      <EnvironmentHeader organization={organization} project={project.slug} environment={environment.slug} />
      <PolicyPage
        organization={organization}
        project={project.slug}
        environment={environment.slug}
        mayManage={mayManage}
      />
      <div className="mt-8">
        <UnusedRules
          organization={organization}
          project={project.slug}
          environment={environment.slug}
          mayManage={mayManage}
        />
      </div>
    </Hydrate>
  );
}
