/** The mark: a latch and its keyhole. */
export function LogoMark({ className = "size-6" }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={`shrink-0 ${className}`}>
      <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--accent)" />
      <circle cx="12" cy="9.5" r="3.5" fill="none" stroke="var(--on-accent)" strokeWidth="2" />
      <path d="M12 13v6M12 16.5h3" fill="none" stroke="var(--on-accent)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
