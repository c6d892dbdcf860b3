type Lock = { packages: Record<string, object> };

export function platformOf(name: string): { os?: string[]; cpu?: string[]; libc?: string[] };
export function completeLockfile(lock: Lock): { added: string[]; addresses: string[] };
