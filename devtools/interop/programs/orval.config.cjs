module.exports = {
  pluralkit: {
    input: { target: "./pluralkit.json" },
    output: { target: "./orval/api.ts", client: "fetch", mode: "single" },
  },
};
