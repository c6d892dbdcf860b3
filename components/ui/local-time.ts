const two = (value: number) => String(value).padStart(2, "0");

/** An instant as `<input type="date">` or `datetime-local` writes it, in the viewer's zone; "" for none. */
export function toLocalInput(iso: string, withTime: boolean): string {
  const at = new Date(iso);
  if (iso === "" || Number.isNaN(at.getTime())) return "";
  const day = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return withTime ? `${day}T${two(at.getHours())}:${two(at.getMinutes())}` : day;
}

/** The instant (ISO, UTC) of what such an input holds; a day alone means its last second. "" where it is no date. */
export function fromLocalInput(text: string): string {
  if (text === "") return "";
  const at = new Date(text.includes("T") ? text : `${text}T23:59:59`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}
