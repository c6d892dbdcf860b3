import { CopyButton } from "./copy-button";

/** The id by which a failure is found in the logs. */
export function RequestId({ value }: { value: string }) {
  return (
    <p className="flex items-center gap-1 text-xs opacity-90">
      <span>
        Request <span className="select-all font-mono">{value}</span>
      </span>
      <CopyButton value={value} label="Copy request id" />
    </p>
  );
}
