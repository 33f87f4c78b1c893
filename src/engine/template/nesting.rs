//! Refuses templates that could nest, join or slice lists without end.
//!
//! minijinja charges fuel for what a template writes and for each item it visits, but not for what lies inside an
//! item. A list put into itself sixty times over is small, and endless to print, compare or hash; one that is nested a
//! hundred thousand deep overflows the stack when dropped. So before a template is compiled, this walks its syntax
//! tree with an upper bound on what each expression can be (abstract interpretation, Cousot and Cousot 1977): how deep
//! lists and maps nest in it, and how many operations it is made of. Both are known for the only input, `messages`.
//! What looks inside a list or map as a whole is refused for all but plain values, and so is what nests too deep, a
//! loop that makes its lists out of its own lists being the usual way. Chat templates do neither.

use std::collections::HashMap;

use minijinja::machinery::ast::{BinOpKind, CallArg, CompareOpKind, Expr, Stmt};

/// Why a template is refused, to follow "the model's chat template".
type Refusal = String;
type Checked<T> = Result<T, Refusal>;

/// How many list operations a value may be made of, and so how deep it can nest.
const MAX_LAYERS: u8 = 12;
/// Passes over the body of a loop until what is known about its variables stays the same.
const MAX_PASSES: usize = 50;
/// The globals that can be called. As values they would let a call go by another name.
const FUNCTIONS: [&str; 5] = ["range", "dict", "namespace", "debug", "raise_exception"];

/// An upper bound on a value: plain values (text, numbers, nothing) are 0 deep, a list or map of those is 1 deep.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Nesting {
    depth: u8,
    layers: u8,
}

impl Nesting {
    const PLAIN: Self = Self { depth: 0, layers: 0 };
    const LIST: Self = Self { depth: 1, layers: 1 };

    fn or(self, other: Self) -> Self {
        Self { depth: self.depth.max(other.depth), layers: self.layers.max(other.layers) }
    }

    /// What an item of it can be.
    fn item(self) -> Self {
        match self.depth {
            0 | 1 => Self::PLAIN,
            depth => Self { depth: depth - 1, ..self },
        }
    }

    /// A view of it, such as a slice.
    fn view(self) -> Checked<Self> {
        if self.depth == 0 {
            return Ok(self);
        }
        if self.layers >= MAX_LAYERS {
            return Err("nests lists without end".to_owned());
        }
        Ok(Self { layers: self.layers + 1, ..self })
    }

    /// A list or map with it inside.
    fn inside_list(self) -> Checked<Self> {
        Self { depth: self.depth + 1, ..self }.view()
    }

    fn plain(self, what: &str) -> Checked<()> {
        if self.depth > 0 { Err(format!("uses a list or map {what}")) } else { Ok(()) }
    }
}

/// Refuses a template in which lists could nest or be visited without end. `messages` is a list of maps of text; every
/// other variable is text.
pub(super) fn check(template: &Stmt) -> Checked<()> {
    let messages = Nesting { depth: 2, layers: 2 };
    let mut walk = Walk { variables: HashMap::from([("messages", messages)]), ..Walk::default() };
    walk.statement(template)
}

/// What is known about each name, in whatever scope: it only ever grows.
#[derive(Default)]
struct Walk<'a> {
    variables: HashMap<&'a str, Nesting>,
    changed: bool,
    in_loop: bool,
}

impl<'a> Walk<'a> {
    fn statements(&mut self, statements: &'a [Stmt<'a>]) -> Checked<()> {
        statements.iter().try_for_each(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &'a Stmt<'a>) -> Checked<()> {
        match statement {
            Stmt::Template(it) => self.statements(&it.children),
            Stmt::EmitRaw(_) | Stmt::Continue(_) | Stmt::Break(_) => Ok(()),
            Stmt::EmitExpr(it) => self.expression(&it.expr)?.plain("as text"),
            Stmt::ForLoop(it) => {
                if it.recursive {
                    return Err("has a recursive loop".to_owned());
                }
                let iter = self.expression(&it.iter)?;
                // What a body assigns may reach its start again. An outer loop's passes are an inner one's too.
                let outermost = !std::mem::replace(&mut self.in_loop, true);
                for pass in 0.. {
                    self.changed &= !outermost;
                    self.grow("loop", iter);
                    self.assign(&it.target, iter.item())?;
                    if let Some(filter) = &it.filter_expr {
                        self.expression(filter)?;
                    }
                    self.statements(&it.body)?;
                    if !outermost || !self.changed {
                        break;
                    }
                    if pass == MAX_PASSES {
                        return Err("has a loop that is too involved to follow".to_owned());
                    }
                }
                self.in_loop = !outermost;
                self.statements(&it.else_body)
            }
            Stmt::IfCond(it) => {
                self.expression(&it.expr)?;
                self.statements(&it.true_body)?;
                self.statements(&it.false_body)
            }
            Stmt::WithBlock(it) => {
                for (target, value) in &it.assignments {
                    let value = self.expression(value)?;
                    self.assign(target, value)?;
                }
                self.statements(&it.body)
            }
            Stmt::Set(it) => {
                let value = self.expression(&it.expr)?;
                self.assign(&it.target, value)
            }
            Stmt::SetBlock(it) => {
                self.statements(&it.body)?;
                let value = it.filter.as_ref().map_or(Ok(Nesting::PLAIN), |filter| self.expression(filter))?;
                self.assign(&it.target, value)
            }
            Stmt::Do(it) => self.call(&it.call.expr, &it.call.args).map(drop),
            _ => Err("has a statement that chat templates do not need".to_owned()),
        }
    }

    fn assign(&mut self, target: &'a Expr<'a>, value: Nesting) -> Checked<()> {
        match target {
            Expr::Var(it) => {
                self.grow(it.id, value);
                Ok(())
            }
            Expr::List(it) => it.items.iter().try_for_each(|target| self.assign(target, value.item())),
            Expr::Tuple(it) => it.items.iter().try_for_each(|target| self.assign(target, value.item())),
            // An attribute of a namespace, which is one map under many names.
            Expr::GetAttr(_) => value.plain("in a namespace"),
            _ => Err("assigns to what is not a variable".to_owned()),
        }
    }

    fn grow(&mut self, name: &'a str, value: Nesting) {
        let known = self.variables.entry(name).or_default();
        let grown = known.or(value);
        self.changed |= grown != *known;
        *known = grown;
    }

    fn plain(&mut self, expression: &'a Expr<'a>, what: &str) -> Checked<()> {
        self.expression(expression)?.plain(what)
    }

    fn expression(&mut self, expression: &'a Expr<'a>) -> Checked<Nesting> {
        match expression {
            Expr::Const(_) => Ok(Nesting::PLAIN),
            Expr::Var(it) if FUNCTIONS.contains(&it.id) => Err(format!("uses the function {} as a value", it.id)),
            Expr::Var(it) => Ok(self.variables.get(it.id).copied().unwrap_or_default()),
            Expr::Slice(it) => {
                for bound in [&it.start, &it.stop, &it.step].into_iter().flatten() {
                    self.plain(bound, "as an index")?;
                }
                self.expression(&it.expr)?.view()
            }
            Expr::UnaryOp(it) => self.expression(&it.expr).map(|_| Nesting::PLAIN),
            Expr::BinOp(it) => self.operator(it.op, &it.left, &it.right),
            Expr::Compare(it) => {
                let mut left = self.expression(&it.expr)?;
                for next in &it.ops {
                    let right = self.expression(&next.expr)?;
                    match next.op {
                        CompareOpKind::In | CompareOpKind::NotIn => left.plain("before `in`")?,
                        _ => left.plain("in a comparison").or_else(|_| right.plain("in a comparison"))?,
                    }
                    left = right;
                }
                Ok(Nesting::PLAIN)
            }
            Expr::IfExpr(it) => {
                self.expression(&it.test_expr)?;
                let yes = self.expression(&it.true_expr)?;
                let no = it.false_expr.as_ref().map_or(Ok(Nesting::PLAIN), |no| self.expression(no))?;
                Ok(yes.or(no))
            }
            Expr::Filter(it) => {
                let value = it.expr.as_ref().map_or(Ok(Nesting::PLAIN), |value| self.expression(value))?;
                self.filter(it.name, value, &it.args)
            }
            Expr::Test(it) => {
                let value = self.expression(&it.expr)?;
                let arguments = self.arguments(&it.args)?;
                match it.name {
                    "in" => value.plain("before `in`")?,
                    _ => arguments.plain("in a test")?,
                }
                Ok(Nesting::PLAIN)
            }
            // minijinja lets no template assign to `loop`. The rest of its attributes are numbers and truth values.
            Expr::GetAttr(it) if is_loop(&it.expr) && !matches!(it.name, "previtem" | "nextitem") => Ok(Nesting::PLAIN),
            Expr::GetAttr(it) => self.expression(&it.expr).map(Nesting::item),
            Expr::GetItem(it) => {
                self.plain(&it.subscript_expr, "as an index")?;
                self.expression(&it.expr).map(Nesting::item)
            }
            Expr::Call(it) => self.call(&it.expr, &it.args),
            Expr::List(it) => self.widest(&it.items)?.inside_list(),
            Expr::Tuple(it) => self.widest(&it.items)?.inside_list(),
            Expr::Map(it) => {
                self.widest(&it.keys)?.plain("as a key")?;
                self.widest(&it.values)?.inside_list()
            }
        }
    }

    fn widest(&mut self, items: &'a [Expr<'a>]) -> Checked<Nesting> {
        items.iter().try_fold(Nesting::PLAIN, |widest, item| Ok(widest.or(self.expression(item)?)))
    }

    fn arguments(&mut self, arguments: &'a [CallArg<'a>]) -> Checked<Nesting> {
        arguments.iter().try_fold(Nesting::PLAIN, |widest, argument| match argument {
            CallArg::Pos(value) | CallArg::Kwarg(_, value) => Ok(widest.or(self.expression(value)?)),
            CallArg::PosSplat(_) | CallArg::KwargSplat(_) => Err("spreads a list over arguments".to_owned()),
        })
    }

    fn operator(&mut self, op: BinOpKind, left: &'a Expr<'a>, right: &'a Expr<'a>) -> Checked<Nesting> {
        let (left, right) = (self.expression(left)?, self.expression(right)?);
        match op {
            BinOpKind::ScAnd | BinOpKind::ScOr => return Ok(left.or(right)),
            BinOpKind::In => left.plain("before `in`")?,
            BinOpKind::Eq | BinOpKind::Ne | BinOpKind::Lt | BinOpKind::Lte | BinOpKind::Gt | BinOpKind::Gte => {
                left.plain("in a comparison").or_else(|_| right.plain("in a comparison"))?;
            }
            // `~` and `+` join lists, `*` repeats them.
            _ => left.or(right).plain("in a calculation")?,
        }
        Ok(Nesting::PLAIN)
    }

    fn filter(&mut self, name: &str, value: Nesting, arguments: &'a [CallArg<'a>]) -> Checked<Nesting> {
        let arguments = self.arguments(arguments)?;
        if let "default" | "d" = name {
            return Ok(value.or(arguments));
        }
        arguments.plain("as an argument")?;
        match name {
            "length" | "count" => Ok(Nesting::PLAIN),
            "first" | "last" => Ok(value.item()),
            "list" | "reverse" | "select" | "reject" | "selectattr" | "rejectattr" => value.or(Nesting::LIST).view(),
            _ => {
                value.plain(&format!("before the filter {name}"))?;
                Ok(made_of_plain_values(name))
            }
        }
    }

    fn call(&mut self, callee: &'a Expr<'a>, arguments: &'a [CallArg<'a>]) -> Checked<Nesting> {
        self.arguments(arguments)?.plain("as an argument")?;
        match callee {
            Expr::Var(it) if matches!(it.id, "range" | "dict" | "namespace") => Ok(Nesting::LIST),
            // No variable holds a function, so that this fails when rendered.
            Expr::Var(_) => Ok(Nesting::PLAIN),
            Expr::GetAttr(it) => {
                let value = self.expression(&it.expr)?;
                match it.name {
                    "get" => Ok(value.item()),
                    "keys" | "values" => value.or(Nesting::LIST).view(),
                    "items" => value.or(Nesting::LIST).inside_list(),
                    name => {
                        value.plain(&format!("before the method {name}"))?;
                        Ok(made_of_plain_values(name))
                    }
                }
            }
            _ => Err("calls what is not a function".to_owned()),
        }
    }
}

fn is_loop(expression: &Expr) -> bool {
    matches!(expression, Expr::Var(it) if it.id == "loop")
}

/// The result of a filter or method whose inputs are plain: text of text, or at most a list of lists.
fn made_of_plain_values(name: &str) -> Nesting {
    match name {
        "trim" | "strip" | "lstrip" | "rstrip" | "upper" | "lower" | "title" | "capitalize" | "replace" | "string"
        | "int" | "float" | "abs" | "round" | "bool" | "indent" | "safe" | "escape" | "e" | "join" | "tojson"
        | "startswith" | "endswith" | "find" | "rfind" => Nesting::PLAIN,
        "split" | "rsplit" | "splitlines" | "lines" => Nesting::LIST,
        _ => Nesting { depth: 2, layers: 2 },
    }
}

#[cfg(test)]
mod tests {
    use minijinja::machinery::parse;
    use minijinja::syntax::SyntaxConfig;

    fn check(template: &str) -> Result<(), String> {
        super::check(&parse(template, "test", SyntaxConfig::default()).unwrap())
    }

    #[test]
    fn what_chat_templates_do_is_taken() {
        for template in [
            "{% set messages = messages[1:] %}{% for m in messages %}{{ m.role + ': ' + m['content'] }}{% endfor %}",
            "{% for m in messages[::-1] %}{% set last = messages|length - loop.index %}{{ last }}{% endfor %}",
            "{% set ns = namespace(found=false, n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}\
             {% if m.role in ['system', 'tool'] %}{% set ns.found = true %}{% endif %}{% endfor %}{{ ns.n ~ '' }}",
            "{% if messages[0].role == 'system' %}{{ (messages | first).content | trim }}{% endif %}",
            "{% set all = [{'role': 'system', 'content': 'x'}, messages[0]] %}{{ all[0].content }}",
            "{% for m in messages %}{{ m.content.split('</think>')[-1].strip('\\n') }}{% endfor %}",
            "{% for m in messages | selectattr('role', 'equalto', 'user') | list %}{{ loop.previtem.role }}{% endfor %}",
            "{% for key, value in messages[0].items() %}{{ key ~ value }}{% endfor %}",
            "{% if tools %}{% for tool in tools %}{{ tool.function | tojson }}{% endfor %}{{ tools | join(', ') }}{% endif %}",
            "{% set date %}26 Jul 2024{% endset %}{% if strftime_now is defined %}{% set date = strftime_now('%d') %}\
             {% endif %}{{ date }}",
            "{% for i in range(3) %}{{ raise_exception('no') if i == 7 else i }}{% endfor %}",
            "{% set x = [messages, messages] %}{% set y = [x, x] %}{{ y[0][1][0].content }}",
        ] {
            assert_eq!(check(template), Ok(()), "{template}");
        }
    }

    #[test]
    fn lists_that_look_inside_lists_are_refused() {
        for expression in [
            "messages",
            "messages ~ ''",
            "messages | string",
            "messages == messages",
            "messages in [messages]",
            "{messages: 1}",
            "messages | join",
            "messages | tojson",
            "messages | unique",
            "messages + messages",
            "messages * 9",
            "messages[messages]",
            "'%s' | format(messages)",
            "'{}'.format(messages)",
            "messages is eq messages",
            "namespace(a=messages)",
            "[range]",
            "messages.append(messages)",
            "range(*messages)",
            "(messages or 1) ~ ''",
            "(1 if 0 else messages) ~ ''",
            "messages[0] ~ ''",
            "(messages | default(1)) ~ ''",
            "loop ~ ''",
        ] {
            let template = format!("{{% for m in messages %}}{{{{ {expression} }}}}{{% endfor %}}");
            assert!(check(&template).is_err(), "{template}");
        }
    }

    #[test]
    fn lists_that_grow_in_a_loop_are_refused() {
        for step in [
            "{% set x = [x] %}",
            "{% set x = [x, x] %}",
            "{% set x = {'a': x} %}",
            "{% set x = (x, x) %}",
            "{% set x = (x or messages)[0:] %}",
            "{% set x = (x or messages) | list %}",
            "{% set x = (x or messages).items() %}",
            "{% set y = [x] %}{% set x = y %}",
            "{% for j in range(2) %}{% set y = [x] %}{% endfor %}{% set x = y %}",
            "{% set x = z %}{% set z = y %}{% set y = [x] %}",
            "{% with y = [x] %}{% set x = y %}{% endwith %}",
            "{% set n.x = n %}",
            "{% for x in [[x]] %}{% endfor %}",
            "{% set x, y = [[x], [y]] %}",
            "{% set range = [] %}{{ range }}",
        ] {
            let template = format!(
                "{{% set n = namespace() %}}{{% for i in range(60) %}}{step}{{% endfor %}}{{{{ x[0][0][0][0] }}}}"
            );
            assert!(check(&template).is_err(), "{template}");
        }
    }

    #[test]
    fn the_work_is_bounded() {
        // Each name takes one pass more to learn what the next one is.
        let chain: String = (0..200).map(|i| format!("{{% set v{i} = v{} %}}", i + 1)).collect();
        let template = format!("{{% for i in range(2) %}}{chain}{{% set v200 = [1] %}}{{% endfor %}}");
        assert!(check(&template).unwrap_err().contains("too involved"));
        let nested = format!("{}{{% set x = [x] %}}{}", "{% for i in [1] %}".repeat(40), "{% endfor %}".repeat(40));
        assert!(check(&nested).unwrap_err().contains("without end"));
    }
}
