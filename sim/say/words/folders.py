"""Words of folders that a command writes, and of what it must not replace."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "place_busy": (
        "Another process is writing {folder}; waiting for it.",
        "另一进程正在写入 {folder}，等待其完成。",
    ),
    "place_foreign": (
        "the folder is not one that 'sim {command}' wrote (no sound {manifest} in it), and would "
        "be replaced",
        "该目录并非由“sim {command}”写入（其中没有完好的 {manifest}），不能替换",
    ),
    "place_of_command": (
        "the folder was written by 'sim {other}', and would be replaced by 'sim {command}'",
        "该目录由“sim {other}”写入，“sim {command}”会将其替换",
    ),
    "unfinished_of_other": (
        "the folder holds unfinished work on another scenario, {other}; that on {file} would "
        "replace it",
        "该目录存有另一情景 {other} 未完成的计算，会被 {file} 的计算替换",
    ),
    "unfinished_of_other_hint": (
        "finish that study, remove the folder, or give this scenario a 'name' of its own",
        "请先完成该研究，或删除该目录，或为本情景另取“name”",
    ),
    "place_of_other": (
        "the folder holds the results of another scenario, {other}; those of {file} would replace "
        "them",
        "该目录存有另一情景 {other} 的结果，会被 {file} 的结果替换",
    ),
    "changed_in_memory": ("a case changed in Python", "在 Python 中修改的情景"),
    "place_of_runs": (
        "the folder holds a comparison of other runs of these names",
        "该目录存有另一组同名结果的对比",
    ),
    "place_is_file": (
        "this is a file, and a folder is to be written",
        "这是文件，而此处须写入目录",
    ),
    "place_nowhere": ("this is a link that leads nowhere", "这是无效的链接"),
    "place_hint": (
        "change 'name' in the scenario, name another folder with '--out', or move this away",
        "请修改情景中的“name”，用“--out”指定其他目录，或将其移走",
    ),
    "place_read_only": (
        "the folder may not be written to, and would be replaced",
        "该目录不可写，不能替换",
    ),
    "place_read_only_hint": (
        "allow writing to it, or name another folder with '--out'",
        "请开放写权限，或用“--out”指定其他目录",
    ),
    "equal_name": (
        "name '{name}' is that of {other} too: their results would go to one folder",
        "名称“{name}”与 {other} 相同：两者的结果会写入同一目录",
    ),
    "equal_name_hint": (
        "give each scenario a 'name' of its own",
        "请为每个情景指定不同的“name”",
    ),
    "folder_empty": ("the name of the folder is empty", "目录名为空"),
    "folder_empty_hint": (
        "name a folder; '.' is the current one",
        "请指定目录；“.”表示当前目录",
    ),
    "results_changed": (
        "this is no complete results folder any more: changed or damaged since it was written: "
        "{files}",
        "结果目录不再完整：写入后被改动或已损坏：{files}",
    ),
}
