//! Rules for Go.

use tree_sitter::Node;

use super::shared::{
    self, Inside, arguments, callee, children, format_verbs, inside, locals, mentions, names, only_child, operator,
    short_text, sides, statements,
};
use super::{Report, Rule};
use crate::api::FindingKind::{Actionable, Celebratory, Essential, Informative};
use crate::tutor::analyze::tree::{At, Tree};

const FUNCTIONS: &[&str] = &["function_declaration", "method_declaration"];

pub(super) static RULES: &[Rule] = &[
    Rule {
        name: "unused-variable",
        kind: Essential,
        on: FUNCTIONS,
        check: shared::unused_variable,
        why: "Go does not compile a function with a variable that nobody reads: it is either left over, or the place where it should be used has another name in it.",
        bad: "func twice(n int) int {\n\tresult := 2 * n\n\treturn n\n}\n",
        good: "func twice(n int) int {\n\tresult := 2 * n\n\treturn result\n}\n",
    },
    Rule {
        name: "defer-before-check",
        kind: Essential,
        on: &["statement_list"],
        check: defer_before_check,
        why: "When `os.Open` fails the file is `nil`, and what is deferred on it fails as well. Only after the check is there something to close.",
        bad: "func read(path string) error {\n\tf, err := os.Open(path)\n\tdefer f.Close()\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn load(f)\n}\n",
        good: "func read(path string) error {\n\tf, err := os.Open(path)\n\tif err != nil {\n\t\treturn err\n\t}\n\tdefer f.Close()\n\treturn load(f)\n}\n",
    },
    Rule {
        name: "nil-map-write",
        kind: Essential,
        on: FUNCTIONS,
        check: nil_map_write,
        why: "A map that is only declared is `nil`: it can be read, and the first write ends the program. `make` makes one that can hold something.",
        bad: "func count(words []string) {\n\tvar counts map[string]int\n\tfor _, word := range words {\n\t\tcounts[word]++\n\t}\n}\n",
        good: "func count(words []string) {\n\tcounts := make(map[string]int)\n\tfor _, word := range words {\n\t\tcounts[word]++\n\t}\n}\n",
    },
    Rule {
        name: "lost-append",
        kind: Essential,
        on: &["expression_statement"],
        check: lost_append,
        why: "`append` gives a slice with the new element, and leaves the old one as it is. Go does not compile a call whose result is lost.",
        bad: "func add(xs []int) []int {\n\tappend(xs, 1)\n\treturn xs\n}\n",
        good: "func add(xs []int) []int {\n\txs = append(xs, 1)\n\treturn xs\n}\n",
    },
    Rule {
        name: "format-arguments",
        kind: Essential,
        on: &["call_expression"],
        check: format_arguments,
        why: "The format says how many values follow. For one that is missing `%!d(MISSING)` is printed, and one too many shows as `%!(EXTRA …)`.",
        bad: "func show(x, y int) {\n\tfmt.Printf(\"%d %d\\n\", x)\n}\n",
        good: "func show(x, y int) {\n\tfmt.Printf(\"%d %d\\n\", x, y)\n}\n",
    },
    Rule {
        name: "changed-copy",
        kind: Essential,
        on: FUNCTIONS,
        check: changed_copy,
        why: "`range` copies each element into the variable. What is set there is gone with the next step, and the slice stays as it was.",
        bad: "func reset(users []User) {\n\tfor _, user := range users {\n\t\tuser.Score = 0\n\t}\n}\n",
        good: "func reset(users []User) {\n\tfor i := range users {\n\t\tusers[i].Score = 0\n\t}\n}\n",
    },
    Rule {
        name: "late-add",
        kind: Essential,
        on: &["go_statement"],
        check: late_add,
        why: "`Wait` may run before the goroutine starts, and then it sees nothing to wait for. `Add` belongs before `go`.",
        bad: "func run(wg *sync.WaitGroup) {\n\tgo func() {\n\t\twg.Add(1)\n\t\tdefer wg.Done()\n\t\twork()\n\t}()\n\twg.Wait()\n}\n",
        good: "func run(wg *sync.WaitGroup) {\n\twg.Add(1)\n\tgo func() {\n\t\tdefer wg.Done()\n\t\twork()\n\t}()\n\twg.Wait()\n}\n",
    },
    Rule {
        name: "copied-lock",
        kind: Essential,
        on: &["parameter_declaration"],
        check: copied_lock,
        why: "A lock or a wait group that is passed as a value is copied, and the copy knows nothing of the other one: it locks nobody out, and `Done` is not counted.",
        bad: "func work(wg sync.WaitGroup) {\n\tdefer wg.Done()\n}\n",
        good: "func work(wg *sync.WaitGroup) {\n\tdefer wg.Done()\n}\n",
    },
    Rule {
        name: "off-by-one",
        kind: Essential,
        on: &["for_statement"],
        check: shared::off_by_one,
        why: shared::OFF_BY_ONE,
        bad: "func sum(xs []int) int {\n\tsum := 0\n\tfor i := 0; i <= len(xs); i++ {\n\t\tsum += xs[i]\n\t}\n\treturn sum\n}\n",
        good: "func sum(xs []int) int {\n\tsum := 0\n\tfor i := 0; i < len(xs); i++ {\n\t\tsum += xs[i]\n\t}\n\treturn sum\n}\n",
    },
    Rule {
        name: "null-dereference",
        kind: Essential,
        on: &["binary_expression"],
        check: shared::null_dereference,
        why: shared::NULL_DEREFERENCE,
        bad: "func isEmpty(l *List) bool {\n\treturn l == nil && l.size == 0\n}\n",
        good: "func isEmpty(l *List) bool {\n\treturn l == nil || l.size == 0\n}\n",
    },
    Rule {
        name: "self-assignment",
        kind: Essential,
        on: &["assignment_statement"],
        check: shared::self_assignment,
        why: shared::SELF_ASSIGNMENT,
        bad: "func (u *User) SetName(name string) {\n\tname = name\n}\n",
        good: "func (u *User) SetName(name string) {\n\tu.name = name\n}\n",
    },
    Rule {
        name: "same-operands",
        kind: Essential,
        on: &["binary_expression"],
        check: shared::same_operands,
        why: shared::SAME_OPERANDS,
        bad: "func both(a, b bool) bool {\n\treturn a && a\n}\n",
        good: "func both(a, b bool) bool {\n\treturn a && b\n}\n",
    },
    Rule {
        name: "repeated-condition",
        kind: Essential,
        on: &["if_statement"],
        check: shared::repeated_condition,
        why: shared::REPEATED_CONDITION,
        bad: "func sign(n int) int {\n\tif n > 0 {\n\t\treturn 1\n\t} else if n > 0 {\n\t\treturn -1\n\t}\n\treturn 0\n}\n",
        good: "func sign(n int) int {\n\tif n > 0 {\n\t\treturn 1\n\t} else if n < 0 {\n\t\treturn -1\n\t}\n\treturn 0\n}\n",
    },
    Rule {
        name: "unreachable",
        kind: Essential,
        on: &["statement_list"],
        check: shared::unreachable,
        why: shared::UNREACHABLE,
        bad: "func twice(n int) int {\n\treturn 2 * n\n\tfmt.Println(n)\n}\n",
        good: "func twice(n int) int {\n\tfmt.Println(n)\n\treturn 2 * n\n}\n",
    },
    Rule {
        name: "ignored-error",
        kind: Actionable,
        on: &["short_var_declaration", "assignment_statement"],
        check: ignored_error,
        why: "When the call fails its other result means nothing, and the program goes on with it. The error says what went wrong.",
        bad: "func parse(text string) int {\n\tn, _ := strconv.Atoi(text)\n\treturn n\n}\n",
        good: "func parse(text string) (int, error) {\n\tn, err := strconv.Atoi(text)\n\tif err != nil {\n\t\treturn 0, err\n\t}\n\treturn n, nil\n}\n",
    },
    Rule {
        name: "empty-error-check",
        kind: Actionable,
        on: &["if_statement"],
        check: empty_error_check,
        why: "The error was noticed and nothing follows: the program goes on as if all were well.",
        bad: "func run() {\n\tif err := load(); err != nil {\n\t}\n}\n",
        good: "func run() {\n\tif err := load(); err != nil {\n\t\tlog.Fatal(err)\n\t}\n}\n",
    },
    Rule {
        name: "dropped-error",
        kind: Actionable,
        on: &["if_statement"],
        check: dropped_error,
        why: "The caller sees `nil`, takes it for success, and goes on with a result that is none.",
        bad: "func load() error {\n\tif err := open(); err != nil {\n\t\treturn nil\n\t}\n\treturn nil\n}\n",
        good: "func load() error {\n\tif err := open(); err != nil {\n\t\treturn err\n\t}\n\treturn nil\n}\n",
    },
    Rule {
        name: "defer-in-loop",
        kind: Actionable,
        on: FUNCTIONS,
        check: defer_in_loop,
        why: "What is deferred runs when the function ends, not at the end of a step. A loop over many files keeps all of them open.",
        bad: "func all(paths []string) {\n\tfor _, path := range paths {\n\t\tf, err := os.Open(path)\n\t\tif err != nil {\n\t\t\tcontinue\n\t\t}\n\t\tdefer f.Close()\n\t\tread(f)\n\t}\n}\n",
        good: "func all(paths []string) {\n\tfor _, path := range paths {\n\t\tone(path)\n\t}\n}\n",
    },
    Rule {
        name: "captured-loop-variable",
        kind: Informative,
        on: FUNCTIONS,
        check: captured_loop_variable,
        why: "Before Go 1.22 all steps of a loop shared one variable, so a goroutine often saw the value of a later step. As an argument it is the one of its step in every version.",
        bad: "func all(names []string) {\n\tfor _, name := range names {\n\t\tgo func() {\n\t\t\tgreet(name)\n\t\t}()\n\t}\n}\n",
        good: "func all(names []string) {\n\tfor _, name := range names {\n\t\tgo func(name string) {\n\t\t\tgreet(name)\n\t\t}(name)\n\t}\n}\n",
    },
    Rule {
        name: "error-text",
        kind: Actionable,
        on: &["binary_expression"],
        check: error_text,
        why: "The text of an error is for people and may change, or be part of a longer one. `errors.Is` knows the error itself, also within another.",
        bad: "func done(err error) bool {\n\treturn err.Error() == \"EOF\"\n}\n",
        good: "func done(err error) bool {\n\treturn errors.Is(err, io.EOF)\n}\n",
    },
    Rule {
        name: "goroutine-without-wait",
        kind: Actionable,
        on: &["function_declaration"],
        check: goroutine_without_wait,
        why: "When `main` returns the program ends, and with it every goroutine, finished or not. A `sync.WaitGroup` or a channel waits for it.",
        bad: "func main() {\n\tgo work()\n\tfmt.Println(\"started\")\n}\n",
        good: "func main() {\n\tdone := make(chan bool)\n\tgo work(done)\n\tfmt.Println(\"started\")\n\t<-done\n}\n",
    },
    Rule {
        name: "string-building-in-loop",
        kind: Actionable,
        on: FUNCTIONS,
        check: string_building_in_loop,
        why: "Each `+=` makes a new string and copies all letters so far: with twice the steps it takes four times as long. A `strings.Builder` adds at its end.",
        bad: "func join(words []string) string {\n\tall := \"\"\n\tfor _, word := range words {\n\t\tall += word\n\t}\n\treturn all\n}\n",
        good: "func join(words []string) string {\n\tvar all strings.Builder\n\tfor _, word := range words {\n\t\tall.WriteString(word)\n\t}\n\treturn all.String()\n}\n",
    },
    Rule {
        name: "boolean-return",
        kind: Actionable,
        on: &["if_statement"],
        check: shared::boolean_return,
        why: shared::BOOLEAN_RETURN,
        bad: "func isAdult(age int) bool {\n\tif age >= 18 {\n\t\treturn true\n\t} else {\n\t\treturn false\n\t}\n}\n",
        good: "func isAdult(age int) bool {\n\treturn age >= 18\n}\n",
    },
    Rule {
        name: "same-branches",
        kind: Actionable,
        on: &["if_statement"],
        check: shared::same_branches,
        why: shared::SAME_BRANCHES,
        bad: "func step(up bool) int {\n\tif up {\n\t\treturn 1\n\t} else {\n\t\treturn 1\n\t}\n}\n",
        good: "func step(up bool) int {\n\tif up {\n\t\treturn 1\n\t} else {\n\t\treturn -1\n\t}\n}\n",
    },
    Rule {
        name: "deep-nesting",
        kind: Actionable,
        on: FUNCTIONS,
        check: shared::deep_nesting,
        why: shared::DEEP_NESTING,
        bad: "func run(n int) {\n\tfor i := range n {\n\t\tfor j := range n {\n\t\t\tif i != j {\n\t\t\t\tfor ready() {\n\t\t\t\t\tif i > j {\n\t\t\t\t\t\tstep()\n\t\t\t\t\t}\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t}\n}\n",
        good: "func run(n int) {\n\tfor i := range n {\n\t\tfor j := range n {\n\t\t\tif i != j {\n\t\t\t\tsteps(i, j)\n\t\t\t}\n\t\t}\n\t}\n}\n",
    },
    Rule {
        name: "many-parameters",
        kind: Informative,
        on: FUNCTIONS,
        check: shared::many_parameters,
        why: shared::MANY_PARAMETERS,
        bad: "func book(name, street, city, zip string, day, month, year int) {\n}\n",
        good: "func book(person Person, address Address, date Date) {\n}\n",
    },
    Rule {
        name: "magic-number",
        kind: Informative,
        on: &["binary_expression"],
        check: shared::magic_number,
        why: shared::MAGIC_NUMBER,
        bad: "func isFull(seats int) bool {\n\treturn seats == 42\n}\n",
        good: "const maxSeats = 42\n\nfunc isFull(seats int) bool {\n\treturn seats == maxSeats\n}\n",
    },
    Rule {
        name: "wraps-error",
        kind: Celebratory,
        on: &["call_expression"],
        check: wraps_error,
        why: "`%w` keeps the error within the new one: people read what failed and where, and `errors.Is` still finds the cause.",
        bad: "func load(path string) error {\n\tif err := open(path); err != nil {\n\t\treturn fmt.Errorf(\"load %s: %w\", path, err)\n\t}\n\treturn nil\n}\n",
        good: "func load(path string) error {\n\tif err := open(path); err != nil {\n\t\treturn fmt.Errorf(\"load %s: %v\", path, err)\n\t}\n\treturn nil\n}\n",
    },
    Rule {
        name: "defers-unlock",
        kind: Celebratory,
        on: &["statement_list"],
        check: defers_unlock,
        why: "An `Unlock` that is deferred right after `Lock` runs on every way out of the function, so nobody waits for ever.",
        bad: "func (c *Counter) Add() {\n\tc.mu.Lock()\n\tdefer c.mu.Unlock()\n\tc.n++\n}\n",
        good: "func (c *Counter) Add() {\n\tc.mu.Lock()\n\tc.n++\n\tc.mu.Unlock()\n}\n",
    },
];

fn defer_before_check(tree: &Tree, at: At, report: &mut Report) {
    for step in children(at.node).windows(3) {
        let [open, deferred, check] = step else { continue };
        let Some((left, _)) = sides(*open).filter(|_| open.kind() == "short_var_declaration") else { continue };
        let [value, error] = children(left)[..] else { continue };
        let (value, error) = (tree.text(value), tree.text(error));
        let condition =
            check.child_by_field_name("condition").map(|condition| tree.text(condition)).unwrap_or_default();
        let uses_value =
            tree.text(*deferred).strip_prefix("defer ").is_some_and(|call| call.starts_with(&format!("{value}.")));
        if deferred.kind() == "defer_statement" && uses_value && condition == format!("{error} != nil") {
            report
                .say(*deferred, format!("`{value}` may be `nil` here. Move the `defer` below the check of `{error}`."));
        }
    }
}

fn nil_map_write(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let names = names(tree, &inside);
    for (name, local) in locals(tree, &inside) {
        let is_nil = local.declaration.kind() == "var_spec" && local.value.is_none();
        if !is_nil || local.of.is_none_or(|of| of.kind() != "map_type") {
            continue;
        }
        let mut write = None;
        let mut is_set = false;
        for use_of in names.get(name).into_iter().flatten().filter(|inside| inside.node != local.name) {
            let Some(parent) = use_of.parent else { continue };
            match parent.kind() {
                "index_expression" => {
                    let target = parent.parent().map(|outer| {
                        if outer.kind() == "expression_list" { outer.parent().unwrap_or(outer) } else { outer }
                    });
                    let writes = target.is_some_and(|outer| {
                        matches!(outer.kind(), "inc_statement" | "dec_statement")
                            || outer.kind() == "assignment_statement" && outer.start_byte() == parent.start_byte()
                    });
                    write = write.or(Some(parent).filter(|_| writes && use_of.field == Some("operand")));
                }
                // It may be made there: assigned, or its address taken.
                "expression_list" | "unary_expression" | "assignment_statement" => is_set = true,
                _ => {}
            }
        }
        if let Some(write) = write.filter(|_| !is_set) {
            report.say(
                write,
                format!(
                    "`{name}` is `nil` until it is made, so this write ends the program. Try `{name} := make({})`.",
                    local.of.map(|of| tree.text(of)).unwrap_or_default()
                ),
            );
        }
    }
}

fn lost_append(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = only_child(at.node).filter(|call| callee(tree, *call) == "append") else { return };
    let Some(slice) = arguments(call).first().map(|slice| tree.text(*slice)) else { return };
    let text = tree.text(call);
    report.fix(
        call,
        format!("The new slice is lost. Try `{slice} = {text}`."),
        "Keep the result",
        call,
        format!("{slice} = {text}"),
    );
}

fn format_arguments(tree: &Tree, at: At, report: &mut Report) {
    let name = callee(tree, at.node);
    let before = match name {
        "fmt.Printf" | "fmt.Sprintf" | "fmt.Errorf" | "log.Printf" | "log.Fatalf" | "log.Panicf" => 0,
        "fmt.Fprintf" => 1,
        _ => return,
    };
    let arguments = arguments(at.node);
    let Some(format) = arguments.get(before).filter(|format| format.kind().ends_with("string_literal")) else { return };
    let values = arguments.len() - before - 1;
    let is_spread = tree.text(at.node).trim_end_matches([')', ' ', ',', '\n', '\t']).ends_with("...");
    // One call may give several values.
    let may_be_more = values == 1 && arguments.last().is_some_and(|last| last.kind() == "call_expression");
    let Some(wants) = format_verbs(tree.text(*format)).map(|verbs| verbs.len()) else { return };
    if wants != values && !is_spread && !may_be_more {
        let (s, follows) = (if wants == 1 { "" } else { "s" }, if values == 1 { "follows" } else { "follow" });
        report.say(at.node, format!("The format of `{name}` takes {wants} value{s}, and {values} {follows}."));
    }
}

/// The variables of a `range`, without `_`.
fn range_names<'a>(tree: &Tree<'a>, node: Node) -> Vec<&'a str> {
    let range = children(node).into_iter().find(|child| child.kind() == "range_clause");
    let names = range.and_then(|range| range.child_by_field_name("left")).map(children).unwrap_or_default();
    names.into_iter().map(|name| tree.text(name)).collect()
}

fn changed_copy(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for (start, outer) in inside.iter().enumerate().filter(|(_, inside)| inside.node.kind() == "for_statement") {
        let [_, name] = range_names(tree, outer.node)[..] else { continue };
        let Some(body) = outer.node.child_by_field_name("body").filter(|body| short_text(tree, *body).is_some()) else {
            continue;
        };
        let mut change = None;
        let mut only_changes = name != "_";
        let within = inside[start..].iter().take_while(|inside| inside.node.start_byte() < body.end_byte());
        for use_of in within.filter(|inside| {
            inside.node.start_byte() >= body.start_byte()
                && inside.node.kind() == "identifier"
                && tree.text(inside.node) == name
        }) {
            // One of a loop within is not this loop's alone.
            if !only_changes || use_of.in_loop != Some(outer.node) {
                only_changes = false;
                break;
            }
            let field = use_of.parent.filter(|parent| parent.kind() == "selector_expression");
            let list = field.and_then(|field| field.parent()).filter(|list| list.kind() == "expression_list");
            let assignment = list
                .and_then(|list| list.parent())
                .filter(|outer| outer.kind() == "assignment_statement" && operator(*outer) == "=");
            let is_change = assignment.is_some_and(|outer| outer.child_by_field_name("left") == list);
            only_changes &= is_change;
            change = change.or(assignment);
        }
        // A pointer is copied too, but what it points to is not.
        let over = children(outer.node)
            .into_iter()
            .find_map(|child| child.child_by_field_name("right"))
            .map(|over| tree.text(over))
            .unwrap_or_default();
        let of = locals.get(over).and_then(|local| local.of).map(|of| tree.text(of)).unwrap_or_default();
        if let Some(change) = change.filter(|_| only_changes && of.starts_with("[]") && !of.contains('*')) {
            report.say(
                change,
                format!("`{name}` is a copy, so `{over}` stays as it was. Set the element itself, as in `{over}[i]`."),
            );
        }
    }
}

fn late_add(tree: &Tree, at: At, report: &mut Report) {
    let function = only_child(at.node)
        .and_then(|call| call.child_by_field_name("function"))
        .filter(|function| function.kind() == "func_literal");
    let Some(body) = function.and_then(|function| function.child_by_field_name("body")) else { return };
    for statement in statements(body) {
        let Some(call) = only_child(statement).filter(|_| statement.kind() == "expression_statement") else { continue };
        if let Some(group) =
            callee(tree, call).strip_suffix(".Add").filter(|group| tree.text(body).contains(&format!("{group}.Done()")))
        {
            report.say(call, format!("`{group}.Wait()` may run before this does. Call `{group}.Add` before `go`."));
        }
    }
}

fn copied_lock(tree: &Tree, at: At, report: &mut Report) {
    let Some(of) = at.node.child_by_field_name("type").map(|of| tree.text(of)) else { return };
    if ["sync.Mutex", "sync.RWMutex", "sync.WaitGroup", "sync.Once"].contains(&of) {
        report.say(at.node, format!("This copies the `{of}`. Take a pointer: `*{of}`."));
    }
}

fn ignored_error(tree: &Tree, at: At, report: &mut Report) {
    const FAIL: [&str; 12] = [
        "strconv.Atoi",
        "strconv.ParseInt",
        "strconv.ParseFloat",
        "strconv.ParseBool",
        "os.Open",
        "os.Create",
        "os.ReadFile",
        "ioutil.ReadFile",
        "io.ReadAll",
        "http.Get",
        "json.Marshal",
        "time.Parse",
    ];
    let Some((left, right)) = sides(at.node) else { return };
    let name = only_child(right).map(|call| callee(tree, call)).unwrap_or_default();
    if let Some(last) = children(left).last().filter(|last| tree.text(**last) == "_" && FAIL.contains(&name)) {
        report.say(
            *last,
            format!("`{name}` can fail, and this drops the error. Name it `err`, and look at it before you go on."),
        );
    }
}

/// The error that an `if` checks for.
fn checked_error<'a>(tree: &Tree<'a>, node: Node) -> Option<&'a str> {
    let condition = node.child_by_field_name("condition")?;
    let (name, nil) = sides(condition).filter(|_| operator(condition) == "!=")?;
    let name = tree.text(name);
    (tree.text(nil) == "nil" && (name == "err" || name.ends_with("Err"))).then_some(name)
}

fn empty_error_check(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = at.node.child_by_field_name("consequence").filter(|body| body.named_child_count() == 0) else {
        return;
    };
    if let Some(name) = checked_error(tree, at.node) {
        report.say(
            body,
            format!(
                "Nothing happens when there is an error. Return `{name}`, or say in a comment why it does not matter."
            ),
        );
    }
}

fn dropped_error(tree: &Tree, at: At, report: &mut Report) {
    let Some(name) = checked_error(tree, at.node) else { return };
    let Some(body) = at.node.child_by_field_name("consequence") else { return };
    let [only] = statements(body)[..] else { return };
    let values = only_child(only).filter(|_| only.kind() == "return_statement").map(children).unwrap_or_default();
    // With a comment it is meant.
    let is_meant = body.named_child_count() > 1 || tree.text(body).contains("//");
    if values.last().is_some_and(|last| last.kind() == "nil") && !is_meant && !mentions(tree.text(only), name) {
        report.say(only, format!("There is an error, and the caller gets `nil`. Is `{name}` meant?"));
    }
}

fn defer_in_loop(tree: &Tree, at: At, report: &mut Report) {
    let deferred = inside(tree, at.node)
        .into_iter()
        .filter(|inside| inside.node.kind() == "defer_statement" && inside.in_loop.is_some());
    for Inside { node, .. } in deferred {
        report.say(
            node,
            "This runs when the function ends, not at each step. Move the body of the loop to a function of its own.",
        );
    }
}

fn captured_loop_variable(tree: &Tree, at: At, report: &mut Report) {
    for Inside { node, in_loop, .. } in inside(tree, at.node) {
        let Some(outer) = in_loop.filter(|_| node.kind() == "go_statement") else { continue };
        let function = only_child(node)
            .and_then(|call| call.child_by_field_name("function"))
            .filter(|function| function.kind() == "func_literal");
        let parameters =
            function.and_then(|function| function.child_by_field_name("parameters")).map(|list| tree.text(list));
        let body =
            function.and_then(|function| function.child_by_field_name("body")).and_then(|body| short_text(tree, body));
        let (Some(parameters), Some(body)) = (parameters, body) else { continue };
        let captured = range_names(tree, outer)
            .into_iter()
            .find(|name| *name != "_" && mentions(body, name) && !mentions(parameters, name));
        if let Some(name) = captured {
            report.say(node, format!("This goroutine uses `{name}` of the loop. Before Go 1.22 that changes under it; as an argument it stays."));
        }
    }
}

fn error_text(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node).filter(|_| matches!(operator(at.node), "==" | "!=")) else { return };
    if callee(tree, left).ends_with(".Error") && right.kind() == "interpreted_string_literal" {
        report.say(at.node, "This compares the text of the error. `errors.Is` asks for the error itself.");
    }
}

fn goroutine_without_wait(tree: &Tree, at: At, report: &mut Report) {
    if at.node.child_by_field_name("name").is_none_or(|name| tree.text(name) != "main") {
        return;
    }
    let text = tree.text(at.node);
    let waits = ["<-", "Wait", "select", "Sleep", "Listen", "Serve", "Run", "Scan", "Read", "range", "for {"]
        .iter()
        .any(|word| text.contains(word));
    let started = inside(tree, at.node).into_iter().find(|inside| inside.node.kind() == "go_statement");
    if let Some(started) = started.filter(|_| !waits) {
        report.say(started.node, "`main` does not wait for this goroutine, so the program may end before it does.");
    }
}

fn string_building_in_loop(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, in_loop, .. } in inside.iter().filter(|inside| inside.node.kind() == "assignment_statement") {
        let (Some(outer), Some((left, right))) = (in_loop, sides(*node)) else { continue };
        let name = tree.text(left);
        let adds = operator(*node) == "+="
            || operator(*node) == "="
                && only_child(right).and_then(sides).is_some_and(|(first, _)| tree.text(first) == name)
                && tree.text(right).contains('+');
        let is_text = locals.get(name).is_some_and(|local| {
            let starts_as_text = local.value.is_some_and(|value| value.kind() == "interpreted_string_literal");
            let is_before = local.name.start_byte() < outer.start_byte();
            is_before && (starts_as_text || local.of.is_some_and(|of| tree.text(of) == "string"))
        });
        if adds && is_text {
            report.say(*node, format!("Each step copies all of `{name}` into a new string. A `strings.Builder` with `WriteString` adds at its end."));
        }
    }
}

fn wraps_error(tree: &Tree, at: At, report: &mut Report) {
    let format = arguments(at.node).first().map(|format| tree.text(*format)).unwrap_or_default();
    if callee(tree, at.node) == "fmt.Errorf" && format.contains("%w") {
        report.say(at.node, "`%w` says what failed and keeps the error that was the cause.");
    }
}

fn defers_unlock(tree: &Tree, at: At, report: &mut Report) {
    for pair in children(at.node).windows(2) {
        let Some(lock) = tree.text(pair[0]).strip_suffix(".Lock()") else { continue };
        if tree.text(pair[1]) == format!("defer {lock}.Unlock()") {
            report.say(pair[1], format!("`{lock}` is unlocked on every way out of the function."));
        }
    }
}

#[cfg(test)]
mod tests;
