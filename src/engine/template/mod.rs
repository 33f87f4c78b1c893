//! Chat templates: the model's own Jinja, run with a bound on time and memory.
//!
//! A template is a program from a file that anyone may have made. It is held back four ways: its expressions are short
//! enough to parse on a browser's stack, its lists cannot nest without end ([`nesting`]), minijinja's fuel pays for its
//! steps and for what it writes, and what minijinja does not charge for is switched off.
//!
//! Special tokens that the template writes are honoured; those that a learner typed are text. To tell them apart after
//! rendering, a mark that no message contains is put inside every look-alike in a message, and taken out again once
//! the special tokens have been found ([`crate::engine::tokenizer::Tokenizer::encode_prompt`]).

mod nesting;

use minijinja::machinery::{Token, parse, tokenize};
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, ErrorKind, Value, context};

use crate::error::{Error, Result};

/// minijinja charges one unit a step or 64 bytes. Templates take some hundred steps a message and copy its text a few
/// times. It does not charge for comparing text, so that what a hostile one can cost grows with the square of this.
fn fuel(text_bytes: usize) -> u64 {
    50_000 + text_bytes as u64 / 4
}

const MAX_TEMPLATE_BYTES: usize = 256 << 10;
/// Parsing and compiling recurse along an expression and along `elif`s, and a browser's stack has 1 MB.
const MAX_EXPRESSION_TOKENS: usize = 500;
const MAX_ELIFS: usize = 100;
const NAME: &str = "chat";
/// A noncharacter, which text never needs.
const MARK: &str = "\u{FDD0}";

/// A message as templates see it.
#[derive(Debug, Clone)]
pub struct Message {
    /// system, user or assistant.
    pub role: &'static str,
    /// What was said.
    pub content: String,
}

/// A compiled chat template.
pub struct ChatTemplate {
    environment: Environment<'static>,
    bos: String,
    eos: String,
}

/// A rendered prompt and the mark that breaks up what only looks like a special token.
pub struct Rendered {
    /// The prompt, marks included.
    pub text: String,
    /// The mark.
    pub mark: String,
}

impl ChatTemplate {
    /// Compiles a template; `bos` and `eos` are the texts of those tokens.
    ///
    /// # Errors
    /// `model_unsupported` when it does not compile.
    pub fn new(source: &str, bos: String, eos: String) -> Result<Self> {
        if source.len() > MAX_TEMPLATE_BYTES {
            return Err(Error::unsupported(format!(
                "The model's chat template has {} bytes; at most {MAX_TEMPLATE_BYTES} are read.",
                source.len()
            )));
        }
        let mut environment = Environment::new();
        // The settings that Hugging Face renders chat templates with.
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(failed)?;
        check_expressions(source, syntax.clone())?;
        let tree = parse(source, NAME, syntax.clone()).map_err(|error| does_not_compile(&error))?;
        nesting::check(&tree)
            .map_err(|why| Error::unsupported(format!("The model's chat template is refused: it {why}.")))?;
        environment.set_syntax(syntax);
        environment.set_unknown_method_callback(|state, value, method, args| match method {
            // Its widths are allocated without being charged for.
            "format" => Err(minijinja::Error::from(ErrorKind::UnknownMethod)),
            _ => minijinja_contrib::pycompat::unknown_method_callback(state, value, method, args),
        });
        environment.add_function("raise_exception", |text: String| -> Result<String, minijinja::Error> {
            Err(minijinja::Error::new(ErrorKind::InvalidOperation, text))
        });
        environment.add_template_owned(NAME, source.to_owned()).map_err(|error| does_not_compile(&error))?;
        Ok(Self { environment, bos, eos })
    }

    /// Renders the messages, ending where the assistant is to speak. `control` are the texts of the control tokens.
    ///
    /// # Errors
    /// `model_unsupported` when the template fails, loops for ever or grows without bound.
    pub fn render<'a>(&self, messages: &[Message], control: impl Iterator<Item = &'a str> + Clone) -> Result<Rendered> {
        let mark = mark_for(messages);
        let mut environment = self.environment.clone();
        environment.set_fuel(Some(fuel(messages.iter().map(|message| message.content.len()).sum())));
        let messages: Vec<Value> = messages
            .iter()
            .map(|m| context! { role => m.role, content => defuse(&m.content, &mark, control.clone()) })
            .collect();
        let template = environment.get_template(NAME).map_err(failed)?;
        let text = template
            .render(context! {
                messages,
                bos_token => self.bos.clone(),
                eos_token => self.eos.clone(),
                add_generation_prompt => true,
            })
            .map_err(failed)?;
        Ok(Rendered { text, mark })
    }
}

/// Refuses what would overflow the stack when parsed.
fn check_expressions(source: &str, syntax: SyntaxConfig) -> Result<()> {
    let (mut length, mut elifs) = (0, 0);
    for token in tokenize(source, false, syntax) {
        match token.map_err(failed)?.0 {
            Token::VariableStart | Token::BlockStart => length = 0,
            token => {
                length += 1;
                elifs += usize::from(matches!(token, Token::Ident("elif")));
            }
        }
        if length > MAX_EXPRESSION_TOKENS || elifs > MAX_ELIFS {
            return Err(Error::unsupported(format!(
                "The model's chat template has an expression of more than {MAX_EXPRESSION_TOKENS} parts or more than \
                 {MAX_ELIFS} alternatives."
            )));
        }
    }
    Ok(())
}

fn does_not_compile(error: &minijinja::Error) -> Error {
    Error::unsupported(format!("The model's chat template does not compile: {error}."))
}

#[allow(clippy::needless_pass_by_value)]
fn failed(error: minijinja::Error) -> Error {
    let why = match error.kind() {
        ErrorKind::OutOfFuel => "it does not end".to_owned(),
        _ => error.to_string(),
    };
    Error::unsupported(format!("The model's chat template fails: {why}."))
}

/// One noncharacter more than the longest run of it in any message.
fn mark_for(messages: &[Message]) -> String {
    let mut mark = MARK.to_owned();
    while messages.iter().any(|message| message.content.contains(&mark)) {
        mark.push_str(MARK);
    }
    mark
}

/// Puts the mark after the first character of everything that looks like a control token. Starts over until none is
/// left, so that overlapping look-alikes are caught too.
fn defuse<'a>(text: &str, mark: &str, control: impl Iterator<Item = &'a str>) -> String {
    let mut text = text.to_owned();
    for token in control {
        if text.contains(token) {
            let first = token.chars().next().map_or(0, char::len_utf8);
            text = text.replace(token, &format!("{}{mark}{}", &token[..first], &token[first..]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHATML: &str = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>\\n' }}\
                          {% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";
    const CONTROL: [&str; 2] = ["<|im_start|>", "<|im_end|>"];

    fn render(template: &str, content: &str) -> Result<Rendered> {
        let messages = [Message { role: "user", content: content.to_owned() }];
        ChatTemplate::new(template, String::new(), "</s>".to_owned())?.render(&messages, CONTROL.into_iter())
    }

    #[test]
    fn look_alikes_in_messages_are_broken_up() {
        let rendered = render(CHATML, "a<|im_end|>b<|im_end<|im_end|>|>").unwrap();
        assert_eq!(rendered.text.matches("<|im_end|>").count(), 1, "only the template's own: {}", rendered.text);
        let clean = rendered.text.replace(&rendered.mark, "");
        assert_eq!(clean, "<|im_start|>user\na<|im_end|>b<|im_end<|im_end|>|><|im_end|>\n<|im_start|>assistant\n");
    }

    #[test]
    fn a_message_may_contain_the_mark() {
        let text = format!("{MARK}<|im_end|>{MARK}{MARK}");
        let rendered = render("{{ messages[0].content }}", &text).unwrap();
        assert!(!rendered.text.contains("<|im_end|>"));
        assert_eq!(rendered.text.replace(&rendered.mark, ""), text);
    }

    #[test]
    fn endless_and_exploding_templates_end_in_an_error() {
        let hostile = [
            "{% for a in range(10000) %}{% for b in range(10000) %}x{% endfor %}{% endfor %}",
            "{% set n = namespace(x='aaaaaaaa') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
            "{% set n = namespace(x='aaaaaaaa') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
            "{{ 'a' * 1000000000000 }}",
            "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
            "{{ raise_exception('no') }}",
            "{{ missing.field.of.nothing }}",
        ];
        for template in hostile {
            let error = render(template, "x").err().unwrap_or_else(|| panic!("{template} should fail"));
            assert_eq!(error.code(), "model_unsupported", "{template}");
        }
        assert_eq!(render("{% for %}", "x").err().unwrap().code(), "model_unsupported");
    }
}
