"""Small SCORM packages as authoring tools make them, built here."""

import io
import zipfile

from django.core.files.base import ContentFile

from courses.models import ScormPackage, ScormPage
from courses.scorm import unpacking
from tests.courses import tree

NAMES = {
    "1.2": (
        'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
    ),
    "2004": (
        'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
        'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
    ),
}
SAID = {"1.2": "1.2", "2004": "2004 4th Edition"}
PASS = {
    "1.2": "<adlcp:masteryscore>80</adlcp:masteryscore>",
    "2004": (
        "<imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure='true'>"
        "<imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective>"
        "</imsss:objectives></imsss:sequencing>"
    ),
}


def manifest(standard="2004", *, said=None, items='<item identifierref="R1">{}</item>', **fields):
    href = fields.get("href", "content/index.html")
    version = SAID[standard] if said is None else said
    return f"""<?xml version="1.0" encoding="utf-8"?>
<manifest identifier="M" {NAMES[standard]}>
<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
<organizations default="O"><organization identifier="O"><title>T</title>
{items.replace("{}", "<title>One</title>" + PASS[standard])}</organization></organizations>
<resources><resource identifier="R1" type="webcontent" adlcp:scormType="sco" href="{href}">
<file href="content/index.html"/></resource></resources></manifest>"""


# As packagers write it: what the package is said again at every level, parts below a heading, and
# files that all parts share as a resource of their own.
LAVISH = """<?xml version="1.0" encoding="utf-8" standalone="no"?>
<manifest identifier="com.School.T" version="1" {names}>
<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion>
<adlcp:location>metadata.xml</adlcp:location></metadata>
<organizations default="School"><organization identifier="School"><title>T</title>
<item identifier="heading"><title>T</title><item identifier="part" identifierref="index">
<title>One</title>{mark}<metadata><schema>ADL SCORM</schema>
<schemaversion>{version}</schemaversion></metadata></item></item>
</organization></organizations>
<resources><resource identifier="common" type="webcontent" adlcp:scormtype="asset">
<file href="./content/run.js"/></resource>
<resource identifier="index" type="webcontent" href="content/index.html" adlcp:scormtype="sco">
<file href="content/index.html"/><dependency identifierref="common"/></resource></resources>
</manifest>"""


def lavish(standard="2004") -> str:
    return LAVISH.format(names=NAMES[standard], version=SAID[standard], mark=PASS[standard])


# The search is ADL's own: from frame to frame upwards, beginning above. What is real in the rest:
# storage is asked for before anything else and unguarded, every page of a book takes its leave and
# the next one begins again, and some say only on leaving that they are through.
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>SCO</title>
<script>
var seen = Number(sessionStorage.getItem("seen")) + 1;
sessionStorage.setItem("seen", seen);
localStorage.seen = seen;
</script></head><body>
<p id="out"></p><button id="answer">Answer</button><button id="finish">Finish</button>
<a id="next" href="index.html?page=2">Next</a>
<script src="shared/find.js"></script><script src="{run}"></script></body></html>"""
FIND = """
function scan(win) {
  var tries = 0;
  while (win.NAME == null && win.parent != null && win.parent != win) {
    if (++tries > 500) return null;
    win = win.parent;
  }
  return win.NAME;
}
var api = window.parent && window.parent != window ? scan(window.parent) : null;
function show(words) { document.getElementById("out").textContent = words; }
"""
RUN = {
    "1.2": """
api.LMSInitialize("");
show(api.LMSGetValue("cmi.core.entry")
  + " page " + (api.LMSGetValue("cmi.core.lesson_location") || "1")
  + " " + api.LMSGetValue("cmi.suspend_data") + " seen " + localStorage.seen);
if (api.LMSGetValue("cmi.core.lesson_status") === "not attempted") {
  api.LMSSetValue("cmi.core.lesson_status", "incomplete");
}
document.getElementById("answer").onclick = function () {
  api.LMSSetValue("cmi.core.lesson_location", "2");
  api.LMSSetValue("cmi.suspend_data", "a=b");
  api.LMSSetValue("cmi.core.exit", "suspend");
  api.LMSCommit("");
};
document.getElementById("finish").onclick = function () {
  api.LMSSetValue("cmi.core.score.raw", "85");
  api.LMSSetValue("cmi.core.session_time", "0000:02:05");
  show(api.LMSCommit("") + " " + api.LMSGetLastError());
};
window.addEventListener("unload", function () { api.LMSFinish(""); });
""",
    "2004": """
api.Initialize("");
show(api.GetValue("cmi.entry") + " page " + (api.GetValue("cmi.location") || "1")
  + " " + api.GetValue("cmi.suspend_data") + " seen " + localStorage.seen);
document.getElementById("answer").onclick = function () {
  api.SetValue("cmi.location", "2");
  api.SetValue("cmi.suspend_data", "a=b");
  api.SetValue("cmi.exit", "suspend");
  api.Commit("");
};
document.getElementById("finish").onclick = function () {
  api.SetValue("cmi.score.scaled", 0.1 + 0.75);
  api.SetValue("cmi.completion_status", "completed");
  api.SetValue("cmi.session_time", "P0Y0M0DT0H2M5S");
  show(api.Terminate("") + " " + api.GetLastError());
};
window.addEventListener("pagehide", function () { api.Terminate(""); });
""",
}


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def files(standard="2004", *, run="", **fields) -> dict[str, str]:
    name = {"1.2": "API", "2004": "API_1484_11"}[standard]
    return {
        "imsmanifest.xml": manifest(standard, **fields),
        "content/index.html": PAGE.format(run="run.js"),
        "content/run.js": run or RUN[standard],
        "content/shared/find.js": FIND.replace("NAME", name),
    }


def brought(standard="2004", *, title="Tasting", by=None, **fields) -> ScormPackage:
    """A package that was brought and unpacked."""
    return of(zipped(files(standard, **fields)), title=title, by=by)


def of(data: bytes, *, title="Tasting", by=None) -> ScormPackage:
    row = unpacking.bring(title=title, file=ContentFile(data, name="export.zip"), by=by)
    unpacking.unpack(ScormPackage.objects.get(pk=row.pk), lambda done, total: None)
    return ScormPackage.objects.get(pk=row.pk)


def step(course, package: ScormPackage | None, slug="package") -> ScormPage:
    return tree.step(course, ScormPage, slug, package=package)
