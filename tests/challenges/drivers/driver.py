"""Calls a solution: driver.py FILE FUNCTION SHAPES. A line in is a limit in milliseconds and a JSON array of arguments, a line
out is what came of it."""
import json
import signal
import sys
import time

file, function, shapes = sys.argv[1:]
shapes = shapes.split(",")
out, sys.stdout = sys.stdout, open("/dev/null", "w")
sys.setrecursionlimit(3000)


class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


class TreeNode:
    def __init__(self, value=0, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right


def linked(values):
    head = None
    for value in reversed(values):
        head = ListNode(value, head)
    return head


def tree(values):
    if not values:
        return None
    root = TreeNode(values[0])
    parents, at = [root], 1
    for parent in parents:
        for side in ("left", "right"):
            if at < len(values):
                if values[at] is not None:
                    child = TreeNode(values[at])
                    setattr(parent, side, child)
                    parents.append(child)
                at += 1
    return root


def build(shape, value):
    if shape == "linked":
        return linked(value)
    if shape == "linkeds":
        return [linked(values) for values in value]
    return tree(value) if shape == "tree" else value


def unlinked(node):
    values = []
    while node is not None and len(values) < 1_000_000:
        values.append(node.value)
        node = node.next
    return values


def untree(root):
    values, queue = [], [root]
    for node in queue:
        values.append(None if node is None else node.value)
        if node is not None:
            queue += [node.left, node.right]
    while values and values[-1] is None:
        values.pop()
    return values


def plain(shape, value):
    if shape == "linked":
        return unlinked(value)
    if shape == "linkeds":
        return [unlinked(node) for node in value]
    return untree(value) if shape == "tree" else value


class Late(BaseException):
    """No `except Exception` of a solution is to catch it."""


def late(*_):
    raise Late


def called(text, limit):
    given = [build(shape, value) for shape, value in zip(shapes, json.loads(text))]
    # Of processor time, so that a busy machine makes nothing slow.
    signal.setitimer(signal.ITIMER_PROF, limit)
    begun = time.process_time()
    output = names[function](*given)
    ms = (time.process_time() - begun) * 1000
    signal.setitimer(signal.ITIMER_PROF, 0)
    output = plain(shapes[-1], output)
    changed = any(plain(shape, value) != before for shape, value, before in zip(shapes, given, json.loads(text)))
    return json.dumps({"output": output, "changed": changed, "ms": ms})


signal.signal(signal.SIGPROF, late)
with open(file) as source:
    names = {"ListNode": ListNode, "TreeNode": TreeNode, "__name__": "solution"}
    exec(compile(source.read(), file, "exec"), names)
print("ready", file=out, flush=True)
for line in sys.stdin:
    limit, text = line.split(" ", 1)
    try:
        told = called(text, int(limit) / 1000)
    except Late:
        told = json.dumps({"late": True})
    except Exception as error:
        told = json.dumps({"error": f"{type(error).__name__}: {error}"})
    signal.setitimer(signal.ITIMER_PROF, 0)
    print(told, file=out, flush=True)
