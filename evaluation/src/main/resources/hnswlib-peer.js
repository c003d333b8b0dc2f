// Builds an index of hnswlib over vectors in a file and asks it for others, one thread. The files hold little-endian
// float32 and nothing else. Writes a line of JSON for each file of questions.
// node hnswlib-peer.js <answers> <dimensions> <M> <efConstruction> <ef,ef,...> <vectors> <questions>...
const fs = require('fs');
const { HierarchicalNSW } = require('hnswlib-node');

const [answers, dimensions, connections, construction, efforts, indexed, ...asked] = process.argv.slice(2);
const D = Number(dimensions);
const NEAREST = 10;
const MEASURED_SECONDS = 2;

function* vectors(path) {
  const file = fs.openSync(path);
  const bytes = Buffer.alloc(D * 4);
  while (fs.readSync(file, bytes, 0, bytes.length, null) === bytes.length) {
    const vector = new Array(D);
    for (let i = 0; i < D; i++) vector[i] = bytes.readFloatLE(i * 4);
    yield vector;
  }
  fs.closeSync(file);
}

const seconds = (since) => Number(process.hrtime.bigint() - since) / 1e9;

const count = fs.statSync(indexed).size / (D * 4);
const index = new HierarchicalNSW('ip', D);
index.initIndex(count, Number(connections), Number(construction), 100);
let buildSeconds = 0;
let number = 0;
for (const vector of vectors(indexed)) {
  const began = process.hrtime.bigint();
  index.addPoint(vector, number++);
  buildSeconds += seconds(began);
}

const lines = asked.map((path) => {
  const questions = [...vectors(path)];
  const ask = () => questions.map((question) => index.searchKnn(question, NEAREST).neighbors);
  return JSON.stringify({
    build_seconds: buildSeconds,
    efforts: efforts.split(',').map(Number).map((ef) => {
      index.setEf(ef);
      const found = ask();
      const began = process.hrtime.bigint();
      let rounds = 0;
      while (seconds(began) < MEASURED_SECONDS) {
        ask();
        rounds++;
      }
      return { ef, queries_per_second: (rounds * questions.length) / seconds(began), found };
    }),
  });
});
fs.writeFileSync(answers, lines.join('\n') + '\n');
