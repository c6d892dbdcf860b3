import { redirect } from "next/navigation";
import { paths } from "@/components/shell/paths";

/** Security mails lead here; factors stand among everything else that keeps the account safe. */
export default function FactorsPage(): never {
  redirect(`${paths.account.security()}#factors`);
}
