"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EnvironmentBanner } from "@/components/ui/environment-badge";
import { Form, FormActions, FormField, SubmitButton } from "@/components/ui/form";
import { Input } from "@/components/ui/input";
import { MultiCombobox } from "@/components/ui/multi-combobox";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";

const schema = z.object({
  name: z.string().min(3, "must have at least 3 characters"),
  scopes: z.array(z.string()).min(1, "choose at least one"),
  answer: z.enum(["accept", "refuse", "fail"]),
});

const SCOPES = ["invoices:read", "invoices:write"].map((value) => ({ value, label: value }));

/** As the API refuses: two errors with a field, one without. */
const REFUSAL = {
  title: "The input is not valid.",
  status: 422,
  code: "invalid_input",
  requestId: "req_01JD3V2P5QK",
  errors: [
    { path: "name", message: "There is a key of this name." },
    { path: "scopes.0", message: "invoices:read is not in the catalogue." },
    { path: "quota", message: "The organization has no quota left." },
  ],
};

export function FormSample() {
  const form = useForm<z.input<typeof schema>, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { name: "", scopes: ["invoices:read"], answer: "refuse" },
  });
  return (
    <Section title="Form" description="A refusal goes to its fields; the rest stands on top with the request id.">
      <Card className="max-w-xl">
        <CardHeader title="New key" description="The server's answer can be chosen." />
        <CardBody>
          <EnvironmentBanner name="Production" color="red" sensitivity="high" className="mb-5">
            This key will work on live data.
          </EnvironmentBanner>
          <Form
            form={form}
            aria-label="New key"
            onSubmit={async ({ answer, name }) => {
              await new Promise((done) => setTimeout(done, 600));
              if (answer === "refuse") throw { problem: REFUSAL };
              if (answer === "fail") throw new TypeError("Failed to fetch");
              toast.success(`${name} was created`);
            }}
          >
            <FormField form={form} name="name" label="Name" required>
              {(field) => <Input {...field} />}
            </FormField>
            <FormField form={form} name="scopes" label="Scopes" required>
              {(field) => <MultiCombobox values={field.value} onValuesChange={field.onChange} options={SCOPES} mono />}
            </FormField>
            <FormField form={form} name="answer" label="The server's answer">
              {(field) => (
                <Select
                  value={field.value}
                  onValueChange={field.onChange}
                  options={[
                    { value: "accept", label: "Accepts" },
                    { value: "refuse", label: "Refuses with a problem document" },
                    { value: "fail", label: "Cannot be reached" },
                  ]}
                />
              )}
            </FormField>
            <FormActions>
              <SubmitButton>Create key</SubmitButton>
            </FormActions>
          </Form>
        </CardBody>
      </Card>
    </Section>
  );
}
