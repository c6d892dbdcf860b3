import { Alert } from "./alert";
import type { Problem } from "./problem";
import { RequestId } from "./request-id";

/** What a refused request said, with what belongs to no field of the form. */
export function FormProblem({ problem }: { problem: Problem }) {
  return (
    <Alert tone="danger" title={problem.title} live="assertive">
      {problem.detail !== undefined && <p>{problem.detail}</p>}
      {problem.errors.length > 0 && (
        <ul className="list-disc ps-4">
          {problem.errors.map((error) => (
            <li key={`${error.path} ${error.message}`}>
              {error.path !== "" && <span className="font-mono text-xs">{error.path}: </span>}
              {error.message}
            </li>
          ))}
        </ul>
      )}
      {problem.requestId !== undefined && <RequestId value={problem.requestId} />}
    </Alert>
  );
}
