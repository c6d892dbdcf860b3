import { z } from "zod";
import { SENSITIVITIES, VERDICTS } from "@/lib/core/enums";

export const USAGE_INTERVALS = ["minute", "hour", "day", "month"] as const;
export type UsageInterval = (typeof USAGE_INTERVALS)[number];

export const USAGE_GROUPS = [
  "key",
  "project",
  "environment",
  "owner",
  "outcome",
  "endpoint",
  "country",
  "version",
] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

const instantSchema = z.iso
  .datetime({ offset: true, error: "must be an instant such as 2027-01-31T00:00:00Z" })
  .refine((text) => {
    const year = new Date(text).getUTCFullYear();
    // What is no instant at all has been named by the check before.
    return Number.isNaN(year) || (year >= 2000 && year < 2200);
  }, "must be an instant between 2000 and 2200");

const listOf = <S extends z.ZodType>(element: S, most: number) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(",") : value),
    z.array(element).min(1).max(most, `at most ${most} values`),
  );

export const timezoneSchema = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      return new Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone !== "";
    } catch {
      return false;
    }
  }, "must be a time zone such as Europe/Berlin");

const range = {
  from: instantSchema.optional().describe("Default: an hour, a day, 30 days or 12 months back, by interval."),
  to: instantSchema.optional().describe("Exclusive. Default: now."),
  interval: z.enum(USAGE_INTERVALS).default("hour"),
  timezone: timezoneSchema.default("UTC").describe("Whose hours, days and months."),
  groupBy: listOf(z.enum(USAGE_GROUPS), 2).optional(),
  outcome: listOf(z.enum(VERDICTS), VERDICTS.length).optional(),
};
const reference = z.string().min(1).max(64);

export const usageQuerySchema = z.strictObject({
  ...range,
  project: reference.optional(),
  environment: reference.optional(),
  key: reference.optional(),
});
export type UsageQuery = z.output<typeof usageQuerySchema>;

/** The same for one key, which the path names. */
export const keyUsageQuerySchema = z.strictObject(range);

const outcomesSchema = z.record(z.string(), z.number()).describe("Count by verdict.");
const bucketSchema = z.object({ start: z.string(), total: z.number(), outcomes: outcomesSchema });

export const usageSeriesSchema = z.object({
  group: z.record(z.string(), z.string().nullable()).describe("Value by dimension; null is unknown."),
  labels: z.record(z.string(), z.string()).describe("The values as people call them."),
  total: z.number(),
  outcomes: outcomesSchema,
  buckets: z.array(bucketSchema),
});

export const usageSchema = z.object({
  from: z.string().describe("Start of the first bucket."),
  to: z.string().describe("End of the last bucket."),
  interval: z.enum(USAGE_INTERVALS),
  timezone: z.string(),
  total: z.number(),
  outcomes: outcomesSchema,
  buckets: z.array(bucketSchema),
  series: z.array(usageSeriesSchema).optional().describe("With groupBy: the 50 largest groups."),
  rest: z
    .object({ groups: z.number(), total: z.number() })
    .optional()
    .describe("With groupBy: what is not in `series`, so that the sum is the total."),
});
export type Usage = z.output<typeof usageSchema>;

export const overviewSchema = z.object({
  keys: z.object({
    total: z.number(),
    byStatus: z.object({
      pending: z.number(),
      active: z.number(),
      disabled: z.number(),
      revoked: z.number(),
      expired: z.number(),
    }),
  }),
  expiringSoon: z.object({
    total: z.number().describe("Keys that expire within 30 days; at most 1,000 are counted."),
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        project: z.string(),
        environment: z.string(),
        environmentName: z.string(),
        environmentColor: z.string(),
        sensitivity: z.enum(SENSITIVITIES),
        ownerName: z.string(),
        expiresAt: z.string(),
        lastUsedAt: z.string().nullable(),
      }),
    ),
  }),
  verifications: z.object({
    timezone: z.string(),
    today: z.number().describe("Since midnight, to now."),
    sameDayLastWeek: z.number().describe("The whole of the same weekday a week before."),
    compared: z
      .object({ hours: z.number(), today: z.number(), lastWeek: z.number() })
      .describe("The full hours of today against the same hours a week before."),
    hours: z.array(z.object({ start: z.string(), total: z.number(), lastWeek: z.number() })),
  }),
  refusals: z.object({
    today: z.number(),
    byCode: z.array(z.object({ code: z.string(), today: z.number(), lastWeek: z.number() })),
  }),
  latestEvents: z
    .array(
      z.object({
        id: z.string(),
        seq: z.number(),
        at: z.string(),
        action: z.string(),
        actorType: z.string(),
        actorId: z.string().nullable(),
        actorName: z.string().nullable(),
        targetType: z.string(),
        targetId: z.string().nullable(),
        targetName: z.string().nullable(),
      }),
    )
    .nullable()
    .describe("Null for those who may not read the audit trail."),
});
export type Overview = z.output<typeof overviewSchema>;
