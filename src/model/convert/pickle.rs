//! What a PyTorch checkpoint's pickle says, without running it.
//!
//! A pickle is a program for a small stack machine (<https://docs.python.org/3/library/pickletools.html>), which may name any function of
//! Python and have it called. Here nothing is called: the few names that `torch.save` writes are known as data, and every other one is
//! refused. Only what such a file needs is read; steps, depth and text are bounded.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::error::{Error, Result};

/// Steps of the machine: a checkpoint takes some 40 for each tensor.
const MAX_STEPS: usize = 1 << 20;
const MAX_STACK: usize = 1 << 16;
const MAX_TEXT: usize = 1 << 16;
const MAX_DEPTH: usize = 16;

/// A tensor, as the pickle describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tensor {
    /// The kind of its storage: `FloatStorage`, …
    pub storage: String,
    /// The name of the file that holds its numbers, in the archive's `data` folder.
    pub key: String,
    /// Where it starts in the storage, in numbers.
    pub offset: u64,
    /// Its dimensions, the slowest first.
    pub shape: Vec<u64>,
    /// Numbers from one to the next, for each dimension.
    pub strides: Vec<u64>,
}

#[derive(Debug, Clone)]
enum Value {
    None,
    Bool,
    Integer(i64),
    Text(Rc<str>),
    /// With how deep tuples are within one another.
    Tuple(Rc<[Value]>, usize),
    /// What is in it is of no use.
    List,
    /// Tensors by name; whatever else is in it is of no use.
    Dict(Rc<RefCell<Vec<(String, Tensor)>>>),
    Name(Name),
    Storage {
        kind: Rc<str>,
        key: Rc<str>,
    },
    Tensor(Rc<Tensor>),
}

/// What `torch.save` names.
#[derive(Debug, Clone)]
enum Name {
    OrderedDict,
    Tensor,
    Parameter,
    Storage(Rc<str>),
}

/// The tensors of a state dictionary, by their names, in the order of the file.
///
/// # Errors
/// `model_corrupt` where the bytes are no such pickle; where they name something else to be called, the error says what.
pub fn tensors(bytes: &[u8]) -> Result<Vec<(String, Tensor)>> {
    let whole = Machine { bytes, at: 0, stack: Vec::new(), marks: Vec::new(), memo: HashMap::new() }.run()?;
    let Value::Dict(entries) = whole else { return Err(corrupt("it holds no dictionary of tensors")) };
    Ok(entries.take())
}

struct Machine<'a> {
    bytes: &'a [u8],
    at: usize,
    stack: Vec<Value>,
    marks: Vec<usize>,
    memo: HashMap<u64, Value>,
}

impl Machine<'_> {
    fn run(mut self) -> Result<Value> {
        for _ in 0..MAX_STEPS {
            let code = self.byte()?;
            if code == b'.' {
                return self.pop();
            }
            self.step(code)?;
            if self.stack.len() > MAX_STACK || self.memo.len() > MAX_STACK {
                return Err(corrupt("its pickle piles up too much"));
            }
        }
        Err(corrupt("its pickle takes too many steps"))
    }

    fn step(&mut self, code: u8) -> Result<()> {
        let value = match code {
            // PROTO, FRAME
            0x80 => return self.take(1).map(drop),
            0x95 => return self.take(8).map(drop),
            b'(' => {
                self.marks.push(self.stack.len());
                return Ok(());
            }
            b'N' => Value::None,
            0x88 | 0x89 => Value::Bool,
            b'J' => Value::Integer(i64::from(i32::from_le_bytes(self.array()?))),
            b'K' => Value::Integer(i64::from(self.byte()?)),
            b'M' => Value::Integer(i64::from(u16::from_le_bytes(self.array()?))),
            // LONG1
            0x8A => Value::Integer(self.long()?),
            // BINFLOAT: a tensor has none.
            b'G' => {
                self.take(8)?;
                Value::None
            }
            // BINUNICODE, SHORT_BINUNICODE
            b'X' => {
                let length = u32::from_le_bytes(self.array()?) as usize;
                Value::Text(self.text(length)?.into())
            }
            0x8C => {
                let length = usize::from(self.byte()?);
                Value::Text(self.text(length)?.into())
            }
            b')' => Value::Tuple(Rc::new([]), 1),
            b't' => tuple(self.since_mark()?)?,
            0x85..=0x87 => {
                let count = usize::from(code - 0x84);
                let start = self.stack.len().checked_sub(count).ok_or_else(underflow)?;
                tuple(self.stack.split_off(start))?
            }
            b']' => Value::List,
            b'l' => {
                self.since_mark()?;
                Value::List
            }
            b'}' => Value::Dict(Rc::default()),
            b'd' => {
                let entries = self.since_mark()?;
                self.stack.push(Value::Dict(Rc::default()));
                return self.set(entries);
            }
            // GLOBAL, STACK_GLOBAL
            b'c' => {
                let (module, name) = (self.line()?, self.line()?);
                named(&module, &name)?
            }
            0x93 => {
                let (name, module) = (self.pop()?, self.pop()?);
                let (Value::Text(module), Value::Text(name)) = (module, name) else {
                    return Err(corrupt("its pickle names something that is no text"));
                };
                named(&module, &name)?
            }
            // BINPERSID
            b'Q' => {
                let id = self.pop()?;
                storage(&id)?
            }
            b'R' => {
                let (arguments, function) = (self.pop()?, self.pop()?);
                call(&function, &arguments)?
            }
            // BUILD: the attributes of a dictionary are of no use here.
            b'b' => {
                self.pop()?;
                return Ok(());
            }
            b'0' => {
                self.pop()?;
                return Ok(());
            }
            b'a' => {
                self.pop()?;
                return self.is_list();
            }
            b'e' => {
                self.since_mark()?;
                return self.is_list();
            }
            b's' => {
                let (value, key) = (self.pop()?, self.pop()?);
                return self.set(vec![key, value]);
            }
            b'u' => {
                let entries = self.since_mark()?;
                return self.set(entries);
            }
            // BINPUT, LONG_BINPUT, MEMOIZE
            b'q' => {
                let at = u64::from(self.byte()?);
                return self.remember(at);
            }
            b'r' => {
                let at = u64::from(u32::from_le_bytes(self.array()?));
                return self.remember(at);
            }
            0x94 => {
                let at = self.memo.len() as u64;
                return self.remember(at);
            }
            // BINGET, LONG_BINGET
            b'h' => {
                let at = u64::from(self.byte()?);
                self.recall(at)?
            }
            b'j' => {
                let at = u64::from(u32::from_le_bytes(self.array()?));
                self.recall(at)?
            }
            other => {
                return Err(corrupt(format!("its pickle has the instruction {other:#04x}, which no tensor needs")));
            }
        };
        self.stack.push(value);
        Ok(())
    }

    fn take(&mut self, count: usize) -> Result<&[u8]> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let taken = rest.get(..count).ok_or_else(|| corrupt("its pickle ends in the middle"))?;
        self.at += count;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn byte(&mut self) -> Result<u8> {
        self.array().map(|[byte]| byte)
    }

    fn text(&mut self, length: usize) -> Result<String> {
        if length > MAX_TEXT {
            return Err(corrupt(format!("its pickle has a text of {length} bytes")));
        }
        String::from_utf8(self.take(length)?.to_vec()).map_err(|_| corrupt("its pickle has a text that is not UTF-8"))
    }

    fn line(&mut self) -> Result<String> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take(MAX_TEXT).position(|byte| *byte == b'\n');
        let text = self.text(length.ok_or_else(|| corrupt("its pickle ends in a name"))?)?;
        self.at += 1;
        Ok(text)
    }

    /// An integer of any length, as long as it fits 64 bits.
    fn long(&mut self) -> Result<i64> {
        let length = usize::from(self.byte()?);
        let bytes = self.take(length)?;
        if length > 8 {
            return Err(corrupt("its pickle has a number of more than 64 bits"));
        }
        let is_negative = bytes.last().is_some_and(|last| *last >= 0x80);
        let mut all = [if is_negative { 0xFF } else { 0 }; 8];
        all[..length].copy_from_slice(bytes);
        Ok(i64::from_le_bytes(all))
    }

    fn pop(&mut self) -> Result<Value> {
        self.stack.pop().ok_or_else(underflow)
    }

    fn since_mark(&mut self) -> Result<Vec<Value>> {
        let mark = self.marks.pop().filter(|mark| *mark <= self.stack.len()).ok_or_else(underflow)?;
        Ok(self.stack.split_off(mark))
    }

    fn is_list(&self) -> Result<()> {
        if matches!(self.stack.last(), Some(Value::List)) { Ok(()) } else { Err(underflow()) }
    }

    /// Keys and values in turns.
    fn set(&mut self, entries: Vec<Value>) -> Result<()> {
        let Some(Value::Dict(dict)) = self.stack.last() else { return Err(underflow()) };
        for entry in entries.chunks(2) {
            match entry {
                [Value::Text(name), Value::Tensor(tensor)] => {
                    dict.borrow_mut().push((name.to_string(), Tensor::clone(tensor)));
                }
                [_, _] => {}
                _ => return Err(underflow()),
            }
        }
        Ok(())
    }

    fn remember(&mut self, at: u64) -> Result<()> {
        let value = self.stack.last().cloned().ok_or_else(underflow)?;
        self.memo.insert(at, value);
        Ok(())
    }

    fn recall(&self, at: u64) -> Result<Value> {
        self.memo.get(&at).cloned().ok_or_else(|| corrupt("its pickle recalls what it never kept"))
    }
}

fn tuple(items: Vec<Value>) -> Result<Value> {
    let depth = |item: &Value| if let Value::Tuple(_, depth) = item { *depth } else { 0 };
    let depth = 1 + items.iter().map(depth).max().unwrap_or(0);
    // Deeper ones would need as much stack to be dropped.
    if depth > MAX_DEPTH {
        return Err(corrupt("its pickle has tuples too deep within one another"));
    }
    Ok(Value::Tuple(items.into(), depth))
}

fn named(module: &str, name: &str) -> Result<Value> {
    let known = match (module, name) {
        ("collections", "OrderedDict") => Name::OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2") => Name::Tensor,
        ("torch._utils", "_rebuild_parameter") => Name::Parameter,
        ("torch", kind) if kind.ends_with("Storage") => Name::Storage(kind.into()),
        _ => {
            return Err(Error::corrupt(format!(
                "The checkpoint wants `{module}.{name}` to be called. Nothing in a checkpoint is run; it may be malicious. \
                 Take another one."
            )));
        }
    };
    Ok(Value::Name(known))
}

/// `('storage', torch.FloatStorage, '0', 'cpu', 512)`
fn storage(id: &Value) -> Result<Value> {
    let Value::Tuple(parts, _) = id else { return Err(corrupt("its pickle names a storage that is none")) };
    match &parts[..] {
        [Value::Text(what), Value::Name(Name::Storage(kind)), Value::Text(key), ..] if &**what == "storage" => {
            Ok(Value::Storage { kind: Rc::clone(kind), key: Rc::clone(key) })
        }
        _ => Err(corrupt("its pickle names a storage that is none")),
    }
}

fn call(function: &Value, arguments: &Value) -> Result<Value> {
    let Value::Tuple(arguments, _) = arguments else { return Err(corrupt("its pickle calls without arguments")) };
    match (function, &arguments[..]) {
        (Value::Name(Name::OrderedDict), _) => Ok(Value::Dict(Rc::default())),
        (Value::Name(Name::Parameter), [tensor @ Value::Tensor(_), ..]) => Ok(tensor.clone()),
        (
            Value::Name(Name::Tensor),
            [
                Value::Storage { kind, key },
                Value::Integer(offset),
                Value::Tuple(shape, _),
                Value::Tuple(strides, _),
                ..,
            ],
        ) => {
            let numbers = |values: &[Value]| -> Result<Vec<u64>> {
                let number = |value: &Value| match value {
                    Value::Integer(number) => u64::try_from(*number).ok(),
                    _ => None,
                };
                values.iter().map(number).collect::<Option<_>>().ok_or_else(|| corrupt("a tensor's shape is no shape"))
            };
            Ok(Value::Tensor(Rc::new(Tensor {
                storage: kind.to_string(),
                key: key.to_string(),
                offset: u64::try_from(*offset).map_err(|_| corrupt("a tensor starts before its storage"))?,
                shape: numbers(shape)?,
                strides: numbers(strides)?,
            })))
        }
        _ => Err(corrupt("its pickle calls something that is no tensor")),
    }
}

fn underflow() -> Error {
    corrupt("its pickle takes what it has not put there")
}

fn corrupt(why: impl std::fmt::Display) -> Error {
    Error::corrupt(format!("The checkpoint is damaged: {why}. Fetch it again."))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `torch.save({'a': torch.zeros(2, 3)})` writes, by hand.
    fn pickle() -> Vec<u8> {
        let mut bytes = b"\x80\x02}q\x00X\x01\x00\x00\x00aq\x01ctorch._utils\n_rebuild_tensor_v2\nq\x02((".to_vec();
        bytes.extend(b"X\x07\x00\x00\x00storageq\x03ctorch\nFloatStorage\nq\x04X\x01\x00\x00\x000q\x05X\x03\x00\x00\x00cpuq\x06K\x06tq\x07Q");
        bytes.extend(
            b"K\x00K\x02K\x03\x86q\x08K\x03K\x01\x86q\x09\x89ccollections\nOrderedDict\nq\x0a)Rq\x0btq\x0cRq\x0ds.",
        );
        bytes
    }

    #[test]
    fn a_tensor_is_read() {
        let tensor = Tensor {
            storage: "FloatStorage".into(),
            key: "0".into(),
            offset: 0,
            shape: vec![2, 3],
            strides: vec![3, 1],
        };
        assert_eq!(tensors(&pickle()).unwrap(), [("a".to_owned(), tensor)]);
    }

    #[test]
    fn nothing_is_called_and_the_name_is_told() {
        let error = tensors(b"\x80\x02cos\nsystem\nX\x04\x00\x00\x00echo\x85R.").unwrap_err();
        assert!(error.code() == "model_corrupt" && error.to_string().contains("`os.system`"), "{error}");
        let error = tensors(b"\x80\x04\x8c\x08builtins\x8c\x04eval\x93.").unwrap_err();
        assert!(error.to_string().contains("`builtins.eval`"), "{error}");
    }

    #[test]
    fn every_prefix_and_every_changed_byte_is_answered() {
        let bytes = pickle();
        for end in 0..bytes.len() {
            assert_eq!(tensors(&bytes[..end]).unwrap_err().code(), "model_corrupt", "the first {end} bytes");
        }
        for at in 0..bytes.len() {
            for byte in [0, 0x28, 0x52, 0x68, 0x71, 0x7F, 0xFF] {
                let mut changed = bytes.clone();
                changed[at] = byte;
                let _ = tensors(&changed);
            }
        }
    }

    #[test]
    fn a_pickle_without_end_ends() {
        assert!(tensors(&b"N0".repeat(MAX_STEPS)).unwrap_err().to_string().contains("too many steps"));
        assert!(tensors(&b"N".repeat(MAX_STACK + 2)).unwrap_err().to_string().contains("piles up"));
        let nested = |depth: usize| [b"N".to_vec(), vec![0x85; depth], b".".to_vec()].concat();
        assert!(tensors(&nested(MAX_DEPTH + 1)).unwrap_err().to_string().contains("too deep"));
        assert!(tensors(&nested(MAX_DEPTH)).unwrap_err().to_string().contains("no dictionary"));
    }
}
