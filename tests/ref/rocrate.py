"""rocrate.py DIR... - is each directory an RO-Crate with one process run?

What must hold by RO-Crate 1.1 (data entities, root, metadata descriptor), the
stricter root of 1.2, and Process Run Crate 0.5; and that the files are those
that are described.  It imports nothing of ours.
"""
import datetime
import hashlib
import json
import os
import sys
import urllib.parse

CONTEXT = ["https://w3id.org/ro/crate/1.1/context",
           "https://w3id.org/ro/terms/workflow-run/context"]
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
STATUS = "http://schema.org/%sActionStatus"
ACTIONS = "CreateAction", "ActivateAction", "UpdateAction"


def refs(value):
    for v in value if isinstance(value, list) else [value]:
        if isinstance(v, dict):
            assert list(v) == ["@id"], f"nested: {v}"
            yield v["@id"]


def is_date(text):
    return bool(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")))


def check_root(graph):
    meta, root = graph["ro-crate-metadata.json"], graph["./"]
    assert meta["@type"] == "CreativeWork"
    assert meta["about"] == {"@id": "./"}
    assert meta["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["@type"] == "Dataset"
    assert root["name"] and root["description"]
    assert is_date(root["datePublished"])
    licence = graph[root["license"]["@id"]]
    assert licence["name"] and licence["description"]
    assert PROFILE in refs(root["conformsTo"])
    assert graph[PROFILE]["@type"] == "CreativeWork"
    return root


def check_action(graph, root):
    actions = [e for e in graph.values() if e["@type"] in ACTIONS]
    assert len(actions) == 1, "one action"
    a = actions[0]
    assert a["@id"] in refs(root["mentions"])
    tool = graph[a["instrument"]["@id"]]
    assert tool["@type"] == "SoftwareApplication" and tool["name"]
    assert not ("version" in tool and "softwareVersion" in tool)
    assert graph[a["agent"]["@id"]]["@type"] == "Person"
    assert a["name"] and a["description"] and is_date(a["startTime"])
    assert "endTime" not in a or is_date(a["endTime"])
    state = a["actionStatus"]["@id"]
    assert state in [STATUS % s for s in ("Active", "Completed", "Failed")]
    assert ("error" in a) == (state == STATUS % "Failed")
    assert ("result" in a) >= (a["@type"] == "CreateAction")
    for key in "object", "result", "environment":
        for i in refs(a.get(key, [])):
            assert graph[i]["@type"] in ("File", "PropertyValue",
                                         "SoftwareSourceCode"), i


def check_files(where, graph, root):
    parts, found = set(refs(root.get("hasPart", []))), set()
    for i, e in graph.items():
        if e["@type"] != "File":
            continue
        assert len(e["sha256"]) == 64 and e["name"] and e["encodingFormat"]
        if urllib.parse.urlparse(i).scheme:
            assert i not in parts
            continue
        assert i in parts, f"{i} is no part"
        path = urllib.parse.unquote_to_bytes(i)
        assert b".." not in path.split(b"/") and not path.startswith(b"/")
        found.add(path)
        with open(os.path.join(os.fsencode(where), path), "rb") as f:
            data = f.read()
        assert len(data) == int(e["contentSize"]), i
        assert hashlib.sha256(data).hexdigest() == e["sha256"], i
    assert len(parts) == len(found)
    for top, _, names in os.walk(os.fsencode(where)):
        for n in names:
            p = os.path.relpath(os.path.join(top, n), os.fsencode(where))
            assert p in found or p == b"ro-crate-metadata.json", p


def check(where):
    with open(os.path.join(where, "ro-crate-metadata.json"), "rb") as f:
        doc = json.loads(f.read().decode("utf-8"))
    assert doc["@context"] == CONTEXT
    graph = {e["@id"]: e for e in doc["@graph"]}
    assert len(graph) == len(doc["@graph"]), "an @id occurs twice"
    root = check_root(graph)
    check_action(graph, root)
    check_files(where, graph, root)
    used = {"ro-crate-metadata.json", "./"}
    for e in graph.values():
        for i in (i for v in e.values() for i in refs(v)):
            assert i in graph or i.startswith("http"), f"nothing is {i}"
            used.add(i)
    assert not set(graph) - used, f"unused: {set(graph) - used}"


for directory in sys.argv[1:]:
    check(directory)
