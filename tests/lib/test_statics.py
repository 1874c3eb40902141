"""Static files in production: hashed names, also where modules name each other."""

from school.lib.statics import HashedFiles


def test_a_module_names_another_by_its_hashed_name(tmp_path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js/queue.js").write_text("export const queue = 1;\n")
    script = 'import { queue } from "./queue.js";\nif (queue) import("./queue.js");\n'
    (tmp_path / "js/phone.js").write_text(script)
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    paths = {name: (storage, name) for name in ("js/phone.js", "js/queue.js")}
    for _name, _hashed, processed in storage.post_process(paths):
        assert not isinstance(processed, Exception)
    queue = storage.hashed_files["js/queue.js"].removeprefix("js/")
    assert queue != "queue.js"
    phone = (tmp_path / storage.hashed_files["js/phone.js"]).read_text()
    assert f'import {{ queue }} from "./{queue}";' in phone
    assert f'import("./{queue}");' in phone
