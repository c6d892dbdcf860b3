import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ENVIRONMENT_COLORS } from "@/lib/core/enums";

type Rgb = readonly [number, number, number];

/** Linear sRGB of OKLCH (Björn Ottosson's matrices). */
function toLinear(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function toOklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

// Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
const SIGHTS: Record<string, readonly [Rgb, Rgb, Rgb]> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seen(color: Rgb, [r, g, b]: readonly [Rgb, Rgb, Rgb]): Rgb {
  const dot = (row: Rgb) => Math.min(1, Math.max(0, row[0] * color[0] + row[1] * color[1] + row[2] * color[2]));
  return [dot(r), dot(g), dot(b)];
}

function contrast(one: Rgb, other: Rgb): number {
  const luminance = ([r, g, b]: Rgb) => 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  const [dark, light] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (light ?? 0) / (dark ?? 1);
}

function distance(one: Rgb, other: Rgb): number {
  const [a, b] = [toOklab(one), toOklab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const css = readFileSync(new URL("./globals.css", import.meta.url), "utf8");

function tokensOf(selector: string): (name: string) => Rgb {
  const block = css.slice(css.indexOf(`${selector} {`)).split("\n}")[0] ?? "";
  const tokens = new Map(
    [...block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\);/g)].map(
      ([, name, ...parts]) => [name ?? "", toLinear(Number(parts[0]), Number(parts[1]), Number(parts[2]))] as const,
    ),
  );
  return (name) => {
    const found = tokens.get(name);
    if (found === undefined) throw new Error(`${selector} has no token --${name}`);
    return found;
  };
}

const SURFACES = ["canvas", "surface", "raised", "sunken", "hover"];
const STATES = ["success", "warning", "danger", "info"];

describe.each([
  ["light", tokensOf(":root")],
  ["dark", tokensOf(".dark")],
])("the %s theme", (_, token) => {
  it("has text of 4.5:1 on every surface", () => {
    for (const surface of SURFACES) {
      for (const text of ["foreground", "muted", "subtle", "accent-text", ...STATES]) {
        expect(contrast(token(text), token(surface)), `${text} on ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it("has text of 4.5:1 on its own tint and on buttons", () => {
    for (const state of STATES) {
      expect(contrast(token(state), token(`${state}-soft`)), state).toBeGreaterThanOrEqual(4.5);
      expect(contrast(token("foreground"), token(`${state}-soft`)), state).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(token("accent-text"), token("accent-soft"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token("muted"), token("accent-soft"))).toBeGreaterThanOrEqual(4.5);
    for (const solid of ["accent", "accent-hover", "danger-solid", "danger-solid-hover"]) {
      expect(contrast(token("on-accent"), token(solid)), solid).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("marks controls, focus, environments and outcomes with 3:1", () => {
    for (const surface of ["canvas", "surface", "raised"]) {
      for (const mark of ["control", "focus", ...ENVIRONMENT_COLORS.map((color) => `environment-${color}`)]) {
        expect(contrast(token(mark), token(surface)), `${mark} on ${surface}`).toBeGreaterThanOrEqual(3);
      }
    }
    for (const outcome of ["valid", "refused", "error"]) {
      expect(contrast(token(`chart-${outcome}`), token("surface")), outcome).toBeGreaterThanOrEqual(3);
    }
  });

  it.each(Object.entries(SIGHTS))("keeps environments and outcomes apart as seen with sight: %s", (_sight, matrix) => {
    const groups = [
      ENVIRONMENT_COLORS.map((color) => `environment-${color}`),
      ["valid", "refused", "limited", "error"].map((family) => `chart-${family}`),
    ];
    for (const names of groups) {
      for (const [index, one] of names.entries()) {
        for (const other of names.slice(index + 1)) {
          const apart = distance(seen(token(one), matrix), seen(token(other), matrix));
          expect(apart, `${one} and ${other}`).toBeGreaterThanOrEqual(0.06);
        }
      }
    }
  });
});
