import { redirect } from "next/navigation";
import { paths } from "@/components/shell/paths";

/** Security mails lead here when a change of password was not one's own. */
export default function ResetPasswordPage(): never {
  redirect(paths.forgotPassword());
}
