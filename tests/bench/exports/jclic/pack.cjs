// node pack.cjs FOLDER ZIPS: the folder as a package of SCORM 1.2.
const pack = require("simple-scorm-packager");

const [source, outputFolder] = process.argv.slice(2);
pack({ version: "1.2", organization: "School", title: "Tasting", masteryScore: 80, source, package: { zip: true, name: "tasting", outputFolder } });
