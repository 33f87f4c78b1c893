# Runs in Pyodide before the learner's code, which may change every module and builtin. So what is needed of them is kept in a closure.


def _harness(file, most_message):
    import gc
    import json
    import sys
    import types
    from builtins import (
        AttributeError,
        BaseException,
        MemoryError,
        RecursionError,
        SyntaxError,
        SystemExit,
        TypeError,
        ValueError,
        callable,
        compile,
        enumerate,
        exec,
        isinstance,
        issubclass,
        len,
        list,
        reversed,
        setattr,
        str,
        tuple,
        type,
        zip,
    )
    from json.encoder import c_make_encoder as make_encoder
    from json.encoder import encode_basestring_ascii as encode_string

    MOST_OUTPUT = 10_000_000
    MOST_NODES = 1_000_000

    scan = json.JSONDecoder().scan_once
    stdout, stderr, stdin = sys.stdout, sys.stderr, sys.stdin
    flush_stdout = stdout.flush
    traceback_of = BaseException.__traceback__.__get__
    name_of = type.__dict__["__name__"].__get__
    modules = sys.modules
    set_recursion_limit = sys.setrecursionlimit

    class ListNode:
        def __init__(self, value=0, next=None):
            self.value = value
            self.next = next

    class TreeNode:
        def __init__(self, value=0, left=None, right=None):
            self.value = value
            self.left = left
            self.right = right

    new_list_node, new_tree_node = ListNode, TreeNode

    class Refusal(BaseException):
        pass

    # From arguments to values.

    def linked(values):
        head = None
        for value in reversed(values):
            head = new_list_node(value, head)
        return head

    def tree(values):
        nodes = []
        for at, value in enumerate(values):
            if value is None:
                continue
            node = new_tree_node(value)
            if at:
                setattr(nodes[(at - 1) // 2], "left" if at % 2 else "right", node)
            nodes.append(node)
        return nodes[0] if nodes else None

    def build(shape, value):
        if shape == "linked":
            return linked(value)
        if shape == "linkeds":
            return [linked(values) for values in value]
        return tree(value) if shape == "tree" else value

    # From values to JSON.

    def no_value(what):
        return Refusal("thrown", f"Your function gave back something that is no value a test can compare: {what}.")

    def misfit(what):
        return Refusal("type", f"Your function gave back something else, where {what} is wanted.")

    def unlinked(node):
        # A node that comes again makes a circle: one is kept in mind, ever later ones (Brent's method).
        values, kept, until = [], None, 1
        while node is not None:
            if node is kept or len(values) == MOST_NODES:
                raise no_value("a linked list that does not end")
            if len(values) == until:
                kept, until = node, 2 * until
            try:
                values.append(node.value)
                node = node.next
            except AttributeError:
                raise misfit("a linked list") from None
        return values

    def untree(root):
        values, queue = [], [root]
        for node in queue:
            if len(values) > MOST_NODES:
                raise no_value("a tree that does not end")
            if node is None:
                values.append(None)
                continue
            try:
                values.append(node.value)
                queue.append(node.left)
                queue.append(node.right)
            except AttributeError:
                raise misfit("a tree") from None
        while values and values[-1] is None:
            values.pop()
        return values

    def plain(shape, value):
        if shape == "linked":
            return unlinked(value)
        if shape == "tree":
            return untree(value)
        if shape != "linkeds":
            return value
        if not isinstance(value, (list, tuple)):
            raise misfit("a list of linked lists")
        return [unlinked(node) for node in value]

    iterables = "dict_items", "dict_keys", "dict_values", "deque", "filter", "frozenset", "generator", "map", "range", "set", "zip"

    def odd(value):
        name = name_of(type(value))
        raise no_value(f"a {name}; list() makes a list of it" if name in iterables else f"a {name}")

    def encoded(value):
        return "".join(make_encoder({}, odd, encode_string, None, ":", ",", False, False, False)(value, 0))

    def output_of(value):
        try:
            text = encoded(value)
        except RecursionError:
            raise no_value("it is nested too deep") from None
        except ValueError as error:
            text = str(error)
            what = "it contains itself" if "Circular" in text else f"it has a number that is none ({text.rpartition(': ')[2]})"
            raise no_value(what) from None
        except TypeError:
            raise no_value("a dict whose keys are no texts") from None
        if len(text) > MOST_OUTPUT:
            raise no_value("it is too long")
        return text

    # What went wrong.

    def cut(text):
        return text if len(text) <= most_message else text[:most_message] + "…"

    def described(error):
        """The kind, the message, and the learner's own line."""
        # Not isinstance: that asks the learner's object for its class.
        kind = type(error)
        if kind is Refusal:
            return *error.args, None
        line, trace = None, traceback_of(error)
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == file:
                line = trace.tb_lineno
            trace = trace.tb_next
        name = name_of(kind)
        if issubclass(kind, MemoryError):
            return "memory", "Your code takes more memory than there is: 256 MB.", line
        if issubclass(kind, SystemExit):
            return "thrown", "Your code ends the program (SystemExit): give the answer back with return.", line
        try:
            if issubclass(kind, SyntaxError) and error.filename == file:
                text, line = error.msg, error.lineno
            else:
                text = str(error)
            return "thrown", cut(f"{name}: {text}" if text else name), line
        except BaseException:
            return "thrown", f"{cut(name)}, whose message cannot be read", line

    def told(error):
        kind, message, line = described(error)
        return encoded({"error": {"kind": kind, "message": message} | ({} if line is None else {"line": line})})

    def restore():
        sys.stdout, sys.stderr, sys.stdin = stdout, stderr, stdin

    def flush():
        try:
            flush_stdout()
        except BaseException:
            pass

    solve = None
    shapes = ()

    def load(code, function, shape_names):
        nonlocal solve, shapes
        shapes = shape_names.split(",")
        module = modules["solution"] = types.ModuleType("solution")
        module.ListNode, module.TreeNode = ListNode, TreeNode
        names = module.__dict__
        gc.collect()
        set_recursion_limit(1000)
        try:
            exec(compile(code, file, "exec", dont_inherit=True), names)
            solve = names.get(function)
            if not callable(solve):
                raise Refusal("thrown", f"There is no function {function} in your code.")
            return "{}"
        except BaseException as error:
            return told(error)
        finally:
            flush()

    def call(arguments):
        restore()
        try:
            before, given = scan(arguments, 0)[0], scan(arguments, 0)[0]
            given = [build(shape, value) for shape, value in zip(shapes, given)]
            output = output_of(plain(shapes[-1], solve(*given)))
            return f'{{"output":{encode_string(output)},"changedInput":{changed(given, before)}}}'
        except BaseException as error:
            return told(error)
        finally:
            flush()

    def changed(given, before):
        try:
            return "true" if [plain(shape, value) for shape, value in zip(shapes, given)] != before else "false"
        except Refusal:
            return "true"

    return load, call


def _close():
    """Takes away what leads from Python to the worker. What holds without this is the policy of the frame around the worker."""
    import sys

    closed = {"js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "micropip"}

    class Closed:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name.partition(".")[0] in closed:
                raise ImportError(f"{name} leads out of the sandbox and cannot be imported here")

    for name in list(sys.modules):
        if name.partition(".")[0] in closed:
            del sys.modules[name]
    ours = [finder for finder in sys.meta_path if not getattr(finder, "__module__", "").startswith(("_pyodide", "pyodide"))]
    sys.meta_path[:] = [Closed, *ours]
    sys.excepthook, sys.displayhook = sys.__excepthook__, sys.__displayhook__


_harness, _close
