import createClient from "openapi-fetch";
import type { paths } from "./api.js";

const client = createClient<paths>({ baseUrl: "http://127.0.0.1:8000/v2" });

export async function rename(memberRef: string, name: string): Promise<string> {
  const { data, error } = await client.PATCH("/members/{memberRef}", {
    params: { path: { memberRef } },
    body: { name, pronouns: null },
  });
  if (error) {
    return "message" in error ? error.message : error.title;
  }
  return data.name;
}
export async function get(memberRef: string): Promise<string> {
  const { data, error } = await client.GET("/members/{memberRef}", { params: { path: { memberRef } } });
  return error ? error.message : data.name;
}
