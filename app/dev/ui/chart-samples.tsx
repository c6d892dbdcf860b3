"use client";

import { BarList } from "@/components/charts/bar-list";
import { UsageChart } from "@/components/charts/usage-chart";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Section } from "@/components/ui/section";

const DAY = 86_400_000;
const BUCKETS = Array.from({ length: 30 }, (_, index) => {
  const valid = 900 + Math.round(400 * Math.sin(index / 2.2)) + index * 20;
  const outcomes = {
    VALID: valid,
    INSUFFICIENT_SCOPE: 30 + ((index * 17) % 60),
    REVOKED: index > 20 ? 80 : 0,
    RATE_LIMITED: index === 14 ? 420 : 24,
    MALFORMED: (index * 5) % 28,
  };
  return {
    start: new Date(Date.UTC(2026, 9, 24) + index * DAY).toISOString(),
    total: Object.values(outcomes).reduce((sum, count) => sum + count, 0),
    outcomes,
  };
});

export function ChartSamples() {
  return (
    <Section title="Charts">
      <div className="grid gap-4 xl:grid-cols-2">
        <Card>
          <CardHeader title="Verifications" description="30 days" />
          <CardBody>
            <UsageChart
              label="Verifications"
              buckets={BUCKETS}
              interval="day"
              bucketHref={(start) => `/dev/ui?from=${start}`}
            />
          </CardBody>
        </Card>
        <Card>
          <CardHeader title="Verifications" description="As an area" />
          <CardBody>
            <UsageChart label="Verifications as an area" buckets={BUCKETS} interval="day" shape="area" />
          </CardBody>
        </Card>
        <Card>
          <CardHeader title="No usage" />
          <CardBody>
            <UsageChart label="Empty" buckets={[]} interval="day" height={140} />
          </CardBody>
        </Card>
        <Card>
          <CardHeader title="Endpoints" />
          <CardBody>
            <BarList
              label="Endpoints"
              max={4}
              items={[
                { id: "1", label: "GET /invoices/{id}", value: 48_211, href: "#main" },
                { id: "2", label: "POST /invoices", value: 9120, href: "#main" },
                { id: "3", label: "GET /customers", value: 1200, detail: "new" },
                { id: "4", label: "DELETE /invoices/{id}", value: 12, tone: "refused" },
                { id: "5", label: "GET /health", value: 3 },
              ]}
            />
          </CardBody>
        </Card>
      </div>
    </Section>
  );
}
