export default {
  title: "Report of 2026-10",
  root: "src",
  interpreters: {".py": [process.env.PYTHON ?? "python3"]},
};
