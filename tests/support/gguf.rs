//! A GGUF writer for tests. It writes what it is told, wrong things included: every field of the file can be set to lie.

/// The id of a metadata value's type, as the file has it.
pub mod kind {
    pub const U8: u32 = 0;
    pub const I8: u32 = 1;
    pub const U16: u32 = 2;
    pub const I16: u32 = 3;
    pub const U32: u32 = 4;
    pub const I32: u32 = 5;
    pub const F32: u32 = 6;
    pub const BOOL: u32 = 7;
    pub const STRING: u32 = 8;
    pub const ARRAY: u32 = 9;
    pub const U64: u32 = 10;
    pub const I64: u32 = 11;
    pub const F64: u32 = 12;
}

/// A metadata value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Bool(bool),
    U8(u8),
    U32(u32),
    I32(i32),
    U64(u64),
    F32(f32),
    F64(f64),
    Str(String),
    /// A string of any bytes, UTF-8 or not.
    Bytes(Vec<u8>),
    /// Element type and elements.
    Array(u32, Vec<Value>),
    /// Any type id with any bytes after it.
    Raw(u32, Vec<u8>),
}

impl Value {
    pub fn str(text: &str) -> Self {
        Self::Str(text.to_owned())
    }

    pub fn strings<S: AsRef<str>>(texts: &[S]) -> Self {
        Self::Array(kind::STRING, texts.iter().map(|text| Self::str(text.as_ref())).collect())
    }

    pub fn f32s(values: &[f32]) -> Self {
        Self::Array(kind::F32, values.iter().copied().map(Self::F32).collect())
    }

    pub fn i32s(values: &[i32]) -> Self {
        Self::Array(kind::I32, values.iter().copied().map(Self::I32).collect())
    }

    /// An array's header alone: it claims `len` elements of type `kind` and has none.
    pub fn array_claim(kind: u32, len: u64) -> Self {
        Self::Raw(kind::ARRAY, [&kind.to_le_bytes()[..], &len.to_le_bytes()].concat())
    }

    fn kind(&self) -> u32 {
        match self {
            Self::U8(_) => kind::U8,
            Self::Bool(_) => kind::BOOL,
            Self::U32(_) => kind::U32,
            Self::I32(_) => kind::I32,
            Self::U64(_) => kind::U64,
            Self::F32(_) => kind::F32,
            Self::F64(_) => kind::F64,
            Self::Str(_) | Self::Bytes(_) => kind::STRING,
            Self::Array(..) => kind::ARRAY,
            Self::Raw(kind, _) => *kind,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Bool(value) => out.push(u8::from(*value)),
            Self::U8(value) => out.push(*value),
            Self::U32(value) => out.extend(value.to_le_bytes()),
            Self::I32(value) => out.extend(value.to_le_bytes()),
            Self::U64(value) => out.extend(value.to_le_bytes()),
            Self::F32(value) => out.extend(value.to_le_bytes()),
            Self::F64(value) => out.extend(value.to_le_bytes()),
            Self::Str(text) => string(out, text.as_bytes()),
            Self::Bytes(bytes) => string(out, bytes),
            Self::Array(kind, items) => {
                out.extend(kind.to_le_bytes());
                out.extend((items.len() as u64).to_le_bytes());
                items.iter().for_each(|item| item.write(out));
            }
            Self::Raw(_, bytes) => out.extend(bytes),
        }
    }
}

/// A tensor: its entry in the header, and its bytes.
#[derive(Debug, Clone)]
pub struct Tensor {
    pub name: String,
    /// Innermost first, as the file has it: a matrix of `rows` x `columns` is `[columns, rows]`.
    pub dims: Vec<u64>,
    /// The ggml type's id.
    pub dtype: u32,
    pub data: Vec<u8>,
    /// Where the entry says the data is; `None` is where it is.
    pub offset: Option<u64>,
}

/// A file in the making.
#[derive(Debug, Clone)]
pub struct Gguf {
    pub magic: [u8; 4],
    pub version: u32,
    pub metadata: Vec<(String, Value)>,
    pub tensors: Vec<Tensor>,
    /// What the header says the count is; `None` is the truth.
    pub tensor_count: Option<u64>,
    /// What the header says the count is; `None` is the truth.
    pub metadata_count: Option<u64>,
    /// Where the data really is aligned, whatever `general.alignment` says.
    pub alignment: usize,
}

impl Default for Gguf {
    fn default() -> Self {
        Self {
            magic: *b"GGUF",
            version: 3,
            metadata: Vec::new(),
            tensors: Vec::new(),
            tensor_count: None,
            metadata_count: None,
            alignment: 32,
        }
    }
}

impl Gguf {
    /// Sets a key, in its place if it is there.
    pub fn set(&mut self, key: &str, value: Value) -> &mut Self {
        match self.metadata.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => self.metadata.push((key.to_owned(), value)),
        }
        self
    }

    /// Removes a key that must be there.
    pub fn remove(&mut self, key: &str) -> &mut Self {
        let at = self.metadata.iter().position(|(name, _)| name == key).unwrap_or_else(|| panic!("no key {key}"));
        self.metadata.remove(at);
        self
    }

    /// The value of a key that must be there.
    pub fn get(&mut self, key: &str) -> &mut Value {
        let found = self.metadata.iter_mut().find(|(name, _)| name == key);
        &mut found.unwrap_or_else(|| panic!("no key {key}")).1
    }

    /// A tensor that must be there.
    pub fn tensor(&mut self, name: &str) -> &mut Tensor {
        self.tensors.iter_mut().find(|tensor| tensor.name == name).unwrap_or_else(|| panic!("no tensor {name}"))
    }

    /// Everything before the tensors' data, padding included.
    pub fn header(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(self.magic);
        out.extend(self.version.to_le_bytes());
        out.extend(self.tensor_count.unwrap_or(self.tensors.len() as u64).to_le_bytes());
        out.extend(self.metadata_count.unwrap_or(self.metadata.len() as u64).to_le_bytes());
        for (key, value) in &self.metadata {
            string(&mut out, key.as_bytes());
            out.extend(value.kind().to_le_bytes());
            value.write(&mut out);
        }
        let mut offset = 0_u64;
        for tensor in &self.tensors {
            string(&mut out, tensor.name.as_bytes());
            out.extend((tensor.dims.len() as u32).to_le_bytes());
            tensor.dims.iter().for_each(|dim| out.extend(dim.to_le_bytes()));
            out.extend(tensor.dtype.to_le_bytes());
            out.extend(tensor.offset.unwrap_or(offset).to_le_bytes());
            offset += tensor.data.len().next_multiple_of(self.alignment) as u64;
        }
        out.resize(out.len().next_multiple_of(self.alignment), 0);
        out
    }

    /// The whole file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.header();
        for tensor in &self.tensors {
            out.extend(&tensor.data);
            out.resize(out.len().next_multiple_of(self.alignment), 0);
        }
        out
    }
}

fn string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u64).to_le_bytes());
    out.extend(bytes);
}
