"""A workspace's own templates, read before anything is drawn: what cannot be read, and what would never be printed."""

from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, nodes

from reportgen import shipped
from reportgen.errors import Place, Problem
from reportgen.render.templates import LOWER, Layered, Shell, environment, folders, shown

READ = (".j2", ".css")


def faults(shell: Shell) -> tuple[Problem, ...]:
    """What is wrong with the templates of `shell.overrides`, file by file: one that cannot be read, one that extends itself or nothing, and
    blocks and texts that would be printed nowhere. Whether the names in them mean something shows only when a page is filled."""
    found = environment(shell)
    return tuple(problem for file, name in _files(shell) for problem in _of_file(found, shell, file, name))


def unused(shell: Shell) -> tuple[Problem, ...]:
    """Files that replace no shipped template and that no template of the workspace names."""
    found, files = environment(shell), dict(_files(shell))
    named = {name for file in files for name in _named(found.parse(file.read_text("utf-8")))}
    if None in named:
        return ()
    right = "give it the name of the template that it is to replace, or include it in one"
    return tuple(
        Problem(Place(shown(file, shell)), "", "replaces no template, and none includes it", right)
        for file, name in files.items()
        if name not in named and not (shipped.folder("templates") / name).is_file()
    )


def _files(shell: Shell) -> Iterator[tuple[Path, str]]:
    """Each template of the workspace, and its name."""
    for folder in shell.overrides:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and file.suffix in READ:
                yield file, file.relative_to(folder).as_posix()


def _of_file(found: Layered, shell: Shell, file: Path, name: str) -> Iterator[Problem]:
    def problem(line: int | None, wrong: str, right: str) -> Problem:
        return Problem(Place(shown(file, shell), line), "", wrong, right)

    try:
        tree = found.parse(file.read_text("utf-8"), filename=str(file))
    except UnicodeDecodeError:
        yield problem(None, "is no text in UTF-8", "save it as UTF-8")
        return
    except TemplateSyntaxError as error:
        yield problem(error.lineno, f"the template cannot be read: {error.message}", "compare it with the shipped one")
        return
    extends = tree.find(nodes.Extends)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return
    below = str(extends.template.value)
    if below == name:
        yield problem(extends.lineno, "the template extends itself", f'write {{% extends "{LOWER}/{name}" %}} for the one below it')
        return
    level = next(place for place, folder in enumerate(folders(shell)) if file == folder / name)
    try:
        known = _blocks(found, found.join_path(below, f"{level}/{name}"))
    except TemplateNotFound:
        yield problem(extends.lineno, f"there is no template `{below}`", f"extend `{LOWER}/NAME`, by the name of a shipped one")
        return
    except (TemplateError, RecursionError):  # told when the page is filled
        return
    for line, wrong in _unprinted(tree, known):
        yield problem(line, wrong.format(below=below), f"its blocks are {', '.join(sorted(known)) or 'none: replace the whole file'}")


def _unprinted(tree: nodes.Template, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """What stands at the top of a template that extends another and is printed nowhere."""
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in known:
            yield node.lineno, f"`{node.name}` is no block of `{{below}}`"
        if isinstance(node, nodes.Output):
            texts = [each for each in node.nodes if not isinstance(each, nodes.TemplateData) or each.data.strip()]
            if texts:
                yield texts[0].lineno, "this stands in no block of `{below}`, and so is printed nowhere"


def _blocks(found: Layered, name: str) -> frozenset[str]:
    """The blocks of a template and of those that it extends. Raises TemplateError."""
    source, file, _ = found.source(name)
    tree = found.parse(source, filename=file)
    own = frozenset(block.name for block in tree.find_all(nodes.Block))
    extends = tree.find(nodes.Extends)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return own
    return own | _blocks(found, found.join_path(str(extends.template.value), name))


def _named(tree: nodes.Template) -> Iterator[str | None]:
    """The templates that one names; None for a name that is put together."""
    naming = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)
    for told in (node.template for node in tree.find_all(naming) if isinstance(node, naming)):
        names = told.items if isinstance(told, nodes.List | nodes.Tuple) else [told]
        yield from (str(each.value).removeprefix(f"{LOWER}/") if isinstance(each, nodes.Const) else None for each in names)
