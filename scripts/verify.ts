import { runVerifyStep, verifySteps } from "@/scripts/verify/steps";

let failed = 0;
for (const step of verifySteps()) {
  const { status } = await runVerifyStep(step);
  if (status !== 0) failed += 1;
}
console.log(failed === 0 ? "all checks passed" : `${failed} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
