"use client";

import { FlagRule, LengthRule, OptionalLengthRule } from "./policy-fields";

/** How long keys live, and when their secrets are due for new ones. */
export function LifetimeRules() {
  return (
    <>
      <LengthRule
        field="defaultLifetime"
        hint="Of a key that names no expiry."
        units={["h", "d"]}
        presets={["30d", "90d", "180d", "365d"]}
      />
      <OptionalLengthRule
        field="longestLifetime"
        hint="No key is created or extended beyond it."
        noneLabel="No limit"
        start="366d"
        units={["h", "d"]}
        presets={["90d", "180d", "366d"]}
      />
      <FlagRule
        field="allowNever"
        label="Allow keys that never expire"
        hint="Only possible where there is no longest lifetime."
      />
    </>
  );
}

export function RotationRules() {
  return (
    <>
      <OptionalLengthRule
        field="rotationInterval"
        hint="A secret older than this is due for a new one; its owner is told."
        noneLabel="Never due"
        start="90d"
        units={["d"]}
        presets={["30d", "90d", "180d", "365d"]}
      />
      <LengthRule
        field="defaultOverlap"
        hint="How long the old secret goes on working after a rotation that names no overlap. 0 ends it at once."
        units={["m", "h", "d"]}
        presets={["1h", "24h", "48h"]}
      />
      <LengthRule
        field="longestOverlap"
        hint="The most that a rotation may ask for."
        units={["m", "h", "d"]}
        presets={["24h", "7d", "14d", "30d"]}
      />
      <FlagRule
        field="overlapWaitsForUse"
        label="Let the old secret wait while it is still in use"
        hint="Nothing breaks at the end of the overlap; but a forgotten client keeps the old secret alive."
      />
    </>
  );
}
