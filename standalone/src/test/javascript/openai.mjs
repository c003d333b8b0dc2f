// The official client, unchanged, but for the address. Arguments: the platform's URL.
import assert from "node:assert/strict";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: `${process.argv[2]}/v1`, apiKey: "not needed on loopback", maxRetries: 0 });
const model = "bge-small-en-v1.5";
const cosine = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);

const models = [];
for await (const each of client.models.list()) models.push(each.id);
assert.ok(models.includes(model));
assert.equal((await client.models.retrieve(model)).id, model);

// The client asks for base64 and decodes it by itself, unless it is told which it wants.
const decoded = await client.embeddings.create({ model, input: "a cat" });
assert.equal(decoded.object, "list");
assert.equal(decoded.data[0].embedding.length, 384);
assert.deepEqual(decoded.usage, { prompt_tokens: 4, total_tokens: 4 });
const plain = await client.embeddings.create({ model, input: "a cat", encoding_format: "float" });
assert.ok(cosine(decoded.data[0].embedding, plain.data[0].embedding) > 0.99999);

const several = await client.embeddings.create({ model, input: ["a small cat", "a kitten", "income tax return"] });
assert.deepEqual(several.data.map((each) => each.index), [0, 1, 2]);
const [cat, kitten, tax] = several.data.map((each) => each.embedding);
assert.ok(cosine(cat, kitten) > cosine(cat, tax) + 0.1);

const ids = await client.embeddings.create({ model, input: [[101, 1037, 4937, 102]], dimensions: 128 });
assert.equal(ids.data[0].embedding.length, 128);
assert.ok(Math.abs(Math.hypot(...ids.data[0].embedding) - 1) < 1e-3);

// Errors become the client's own classes, with what to do in their message.
const failure = (call) => call.then(() => assert.fail("no error"), (error) => error);
const unknown = await failure(client.embeddings.create({ model: "none-such", input: "x" }));
assert.ok(unknown instanceof OpenAI.NotFoundError);
assert.equal(unknown.code, "model_not_found");
assert.match(unknown.message, /none-such/);
const wide = await failure(client.embeddings.create({ model, input: "x", dimensions: 4096 }));
assert.ok(wide instanceof OpenAI.BadRequestError);
assert.equal(wide.param, "dimensions");
const long = await failure(client.embeddings.create({ model, input: "word ".repeat(2000) }));
assert.ok(long instanceof OpenAI.BadRequestError);
assert.equal(long.code, "context_length_exceeded");

console.log("all is well");
