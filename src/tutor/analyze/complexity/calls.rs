//! What the calls of each language's library cost: a row each.

use crate::tutor::analyze::languages::Language;

/// How long a call takes, in the size of what it works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    One,
    Log,
    Linear,
    Sort,
}

/// What a call works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    /// What is before the point.
    Receiver,
    /// The first argument, or all of them.
    Arguments,
}

/// What a call gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gives {
    /// Something whose size does not grow.
    Small,
    /// Something as long as what it works on, in new memory.
    Fresh,
    /// The same without new memory.
    View,
    /// One of its elements.
    Element,
    /// A number: how many elements there are, or the number itself.
    Size,
    /// The root of a number.
    Root,
    /// Nothing, and the receiver, or the first argument, has one element more.
    Grow,
    /// Nothing, and all of an argument is added.
    Extend,
    /// An element, which is taken out.
    Take,
}

/// A call.
pub(super) struct Known {
    /// Its names, with a space between them.
    pub names: &'static str,
    /// What kinds of receivers it is a row for (`list text`); `*` is all, and empty is a function.
    pub of: &'static str,
    pub on: On,
    pub time: Time,
    pub gives: Gives,
}

const fn function(names: &'static str, time: Time, gives: Gives) -> Known {
    Known { names, of: "", on: On::Arguments, time, gives }
}

const fn method(of: &'static str, names: &'static str, time: Time, gives: Gives) -> Known {
    Known { names, of, on: On::Receiver, time, gives }
}

/// A method that works on its argument.
const fn on_argument(of: &'static str, names: &'static str, time: Time, gives: Gives) -> Known {
    Known { names, of, on: On::Arguments, time, gives }
}

use Gives::{Element, Extend, Fresh, Grow, Root, Size, Small, Take, View};
use Time::{Linear, Log, One, Sort};

static PYTHON: &[Known] = &[
    function("len", One, Size),
    function("abs int round float floor ceil", One, Size),
    function("sqrt isqrt", One, Root),
    function(
        "print ord chr bool isinstance type hash id input next iter divmod pow ValueError IndexError KeyError TypeError",
        One,
        Small,
    ),
    function("Node TreeNode ListNode object super Exception gcd log log2 callable", One, Small),
    function("range enumerate zip map filter reversed iter count", One, View),
    function("min max", Linear, Element),
    function("sum any all", Linear, Small),
    function("list tuple set dict frozenset deque Counter bytearray str copy deepcopy", Linear, Fresh),
    function("defaultdict OrderedDict", One, Small),
    function("sorted", Sort, Fresh),
    method("heapq", "heappush", Log, Grow),
    method("heapq", "heappop heappushpop heapreplace", Log, Take),
    function("heappush", Log, Grow),
    function("heappop", Log, Take),
    function("heappushpop heapreplace", Log, Element),
    function("heapify", Linear, Small),
    function("bisect bisect_left bisect_right", Log, Size),
    function("insort insort_left insort_right", Linear, Grow),
    method("*", "sort", Sort, Small),
    method("*", "append add appendleft setdefault", One, Grow),
    on_argument("*", "extend update", Linear, Extend),
    on_argument("*", "join", Linear, Fresh),
    method("list deque", "insert", Linear, Grow),
    method("list text", "index count remove find", Linear, Size),
    method("deque", "index count remove", Linear, Small),
    method("set map", "remove discard", One, Small),
    method("*", "discard popleft popitem", One, Take),
    method("*", "pop", One, Take),
    method("*", "get", One, Element),
    method("*", "items keys values", One, View),
    method("*", "clear", One, Small),
    method(
        "*",
        "reverse startswith endswith isdigit isalpha isalnum isupper islower isspace is_integer bit_length",
        Linear,
        Small,
    ),
    method(
        "*",
        "copy lower upper strip lstrip rstrip replace split title most_common union swapcase splitlines",
        Linear,
        Fresh,
    ),
    method("*", "intersection difference issubset issuperset", Linear, Fresh),
    method("text", "format", Linear, Fresh),
];

static JAVASCRIPT: &[Known] = &[
    method("Math", "floor ceil round abs trunc", One, Size),
    method("Math", "sqrt", One, Root),
    method("Math", "max min", Linear, Element),
    method("Math", "pow log log2 random sign", One, Small),
    method("console", "log error", One, Small),
    method("Array", "from", Linear, Fresh),
    method("Array", "isArray", One, Small),
    method("Object", "keys values entries assign", Linear, Fresh),
    method("Number", "isInteger isNaN parseInt", One, Small),
    method("Object", "freeze create", One, Small),
    method("String", "fromCharCode", One, Small),
    function("parseInt Number parseFloat", One, Size),
    function("String", Linear, Fresh),
    function("isNaN Boolean Symbol Error", One, Small),
    method("*", "push add", One, Grow),
    method("*", "pop", One, Take),
    method("*", "shift", Linear, Take),
    method("*", "unshift", Linear, Grow),
    method("*", "set", One, Grow),
    method("set map", "has delete", One, Small),
    method("*", "has", One, Small),
    method("map", "get", One, Element),
    method("set map", "keys values entries", One, View),
    method("*", "charAt charCodeAt codePointAt at", One, Small),
    method("*", "includes indexOf lastIndexOf find findIndex some every startsWith endsWith", Linear, Small),
    method("*", "forEach reduce reduceRight reverse test", Linear, Small),
    method("list", "fill", Linear, View),
    method("*", "fill", Linear, View),
    method(
        "*",
        "map filter slice splice concat flat flatMap split join toLowerCase toUpperCase trim replace substring toString repeat padStart",
        Linear,
        Fresh,
    ),
    method("*", "sort", Sort, View),
    method("*", "entries keys values", One, View),
    method("*", "clear", One, Small),
];

static JAVA: &[Known] = &[
    method("Math", "max min abs floor ceil round pow log random floorMod signum", One, Size),
    method("Math", "sqrt", One, Root),
    on_argument("Arrays", "sort", Sort, Small),
    on_argument("Collections", "sort", Sort, Small),
    on_argument("Collections", "reverse shuffle max min swap", Linear, Small),
    on_argument("Arrays", "fill equals", Linear, Small),
    on_argument("Arrays", "copyOf copyOfRange asList toString stream", Linear, Fresh),
    on_argument("Arrays", "binarySearch", Log, Small),
    method(
        "Integer Character Long Double Boolean String Objects",
        "valueOf parseInt compare isDigit isLetter isLetterOrDigit toLowerCase toUpperCase isUpperCase getNumericValue equals toString isWhitespace bitCount hash",
        One,
        Small,
    ),
    method("out System", "println print printf", One, Small),
    on_argument("System", "arraycopy", Linear, Small),
    method("list text map set deque heap builder *", "length size isEmpty", One, Size),
    method("text builder *", "charAt", One, Small),
    method("*", "equals equalsIgnoreCase compareTo hashCode getKey getValue intValue getOrDefault", One, Element),
    method("heap", "add offer", Log, Grow),
    method("heap", "poll remove", Log, Take),
    method("treemap", "put add", Log, Grow),
    method("treemap", "get containsKey contains remove floorKey ceilingKey floor ceiling", Log, Element),
    method(
        "*",
        "add push offer addLast addFirst offerLast offerFirst append put putIfAbsent merge computeIfAbsent",
        One,
        Grow,
    ),
    method("*", "pop poll pollFirst pollLast removeFirst removeLast", One, Take),
    method("deque", "remove", One, Take),
    method("*", "peek peekFirst peekLast getFirst getLast", One, Element),
    method("set map", "contains containsKey remove", One, Small),
    method("*", "containsKey", One, Small),
    method("list deque text", "contains indexOf remove", Linear, Small),
    method("list map *", "get", One, Element),
    method("list", "set", One, Small),
    method("*", "set", One, Small),
    on_argument("*", "addAll putAll", Linear, Extend),
    method("*", "keySet values entrySet", One, View),
    method("*", "clear", Linear, Small),
    method("builder", "toString reverse", Linear, Fresh),
    method("builder", "insert deleteCharAt", Linear, Small),
    method("builder", "setLength", One, Take),
    method("*", "toCharArray substring toLowerCase toUpperCase trim split clone replace", Linear, Fresh),
    method("*", "sort", Sort, Small),
];

static CPP: &[Known] = &[
    function("sort stable_sort qsort", Sort, Small),
    function(
        "reverse fill accumulate count find max_element min_element unique rotate memset iota all_of any_of none_of",
        Linear,
        Small,
    ),
    function("make_heap memcpy strcpy strcat strcmp puts", Linear, Small),
    function("strlen", Linear, Size),
    function("lower_bound upper_bound binary_search", Log, Size),
    function(
        "swap printf putchar free isalpha isdigit isalnum tolower toupper isspace move make_pair pow log log2 exit assert",
        One,
        Small,
    ),
    function("max min abs floor ceil round size_t int to_string static_cast", One, Size),
    function("sqrt", One, Root),
    function("string vector unordered_set unordered_map set map", Linear, Fresh),
    function("malloc", One, Fresh),
    function("calloc", Linear, Fresh),
    method("*", "size length empty", One, Size),
    method("*", "begin end rbegin rend cbegin cend", One, View),
    method("*", "back front top", One, Element),
    method("heap", "push emplace", Log, Grow),
    method("heap", "pop", Log, Take),
    method("treemap", "insert emplace", Log, Grow),
    method("treemap", "find count erase lower_bound upper_bound at contains", Log, Element),
    method("list", "insert erase", Linear, Grow),
    method("set map", "insert emplace", One, Grow),
    method("set map", "find count erase contains at", One, Small),
    method("text list", "find", Linear, Small),
    method("*", "push_back emplace_back push emplace push_front append", One, Grow),
    method("*", "pop_back pop pop_front", One, Take),
    method("list text *", "at", One, Element),
    method("*", "substr", Linear, Fresh),
    method("*", "assign resize", Linear, Small),
    method("*", "reserve clear", One, Small),
];

static GO: &[Known] = &[
    function("len cap", One, Size),
    function("append", One, View),
    function("make", Linear, Fresh),
    function("int int64 float64 abs min max", One, Size),
    method("fmt", "Println Printf", One, Small),
    method("sort", "Ints Strings Slice", Sort, Small),
    method("math", "Sqrt", One, Root),
    function("delete panic print println", One, Small),
];

static RUST: &[Known] = &[
    method("*", "len is_empty", One, Size),
    method("*", "iter iter_mut into_iter chars bytes as_bytes enumerate rev", One, View),
    method("*", "push push_back insert", One, Grow),
    method("*", "pop pop_front pop_back", One, Take),
    method("*", "sort sort_unstable", Sort, Small),
    method("*", "clone to_vec to_owned to_string collect", Linear, Fresh),
    method("*", "swap unwrap abs", One, Element),
    method("set map", "contains contains_key get remove", One, Element),
    method("*", "contains_key", One, Small),
    method("list text", "contains reverse", Linear, Small),
];

/// The calls of a language.
pub(super) fn of(language: &Language) -> &'static [Known] {
    match language.name {
        "python" => PYTHON,
        "javascript" | "typescript" => JAVASCRIPT,
        "java" => JAVA,
        "c" | "cpp" => CPP,
        "go" => GO,
        "rust" => RUST,
        _ => &[],
    }
}

/// The row of a call, by its name and what its receiver is.
pub(super) fn find(language: &Language, name: &str, receiver: Option<&str>) -> Option<&'static Known> {
    of(language).iter().find(|known| {
        let receives = match receiver {
            None => known.of.is_empty(),
            Some(kind) => known.of.split(' ').any(|of| of == kind || of == "*"),
        };
        receives && known.names.split(' ').any(|known| known == name)
    })
}

/// What a type or a constructor makes: its kind by its name, without what it is made of.
pub(super) fn kind_of_type(name: &str) -> Option<&'static str> {
    let name = name.trim_start_matches("const ").trim_start_matches("std::").trim_start_matches("collections.");
    let plain = name.split(['<', '[', '(']).next().unwrap_or_default().trim_end_matches([' ', '&', '*']);
    if name.ends_with("[]") || name.starts_with("[]") {
        return Some("list");
    }
    Some(match plain {
        "list" | "List" | "ArrayList" | "vector" | "Array" | "array" | "tuple" | "Vec" | "LinkedList" => "list",
        "set" if name.contains('<') => "treemap",
        "map" if name.contains('<') => "treemap",
        "set" | "Set" | "HashSet" | "LinkedHashSet" | "unordered_set" | "frozenset" => "set",
        "dict" | "Dict" | "Map" | "HashMap" | "LinkedHashMap" | "unordered_map" | "defaultdict" | "Counter"
        | "OrderedDict" | "WeakMap" | "multimap" => "map",
        "TreeMap" | "TreeSet" | "multiset" => "treemap",
        "deque" | "Deque" | "Queue" | "ArrayDeque" | "queue" | "stack" | "Stack" => "deque",
        "PriorityQueue" | "priority_queue" => "heap",
        "str" | "string" | "String" => "text",
        "StringBuilder" | "StringBuffer" => "builder",
        "int" | "float" | "bool" | "number" | "long" | "double" | "char" | "boolean" | "size_t" | "unsigned"
        | "auto" | "var" => {
            return None;
        }
        _ => return None,
    })
}
