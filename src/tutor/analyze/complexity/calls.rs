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
    method("*", "insert", Linear, Grow),
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
    method("list linked text map set deque heap builder *", "length size isEmpty", One, Size),
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
    method("*", "nextInt nextDouble nextBoolean nextLong hasNext hasNextInt", One, Small),
    method("*", "peek peekFirst peekLast getFirst getLast", One, Element),
    method("set map", "contains containsKey remove", One, Small),
    method("*", "containsKey", One, Small),
    method("linked", "get set indexOf contains remove", Linear, Element),
    method("list", "remove", Linear, Take),
    method("list deque text", "contains indexOf remove", Linear, Small),
    method(
        "Collections Comparator",
        "reverseOrder naturalOrder comparing comparingInt comparingDouble reversed",
        One,
        Small,
    ),
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
    method("*", "stream filter mapToInt mapToObj mapToDouble boxed limit skip", One, View),
    method("*", "map", One, View),
    method("*", "sum count reduce forEach anyMatch allMatch noneMatch average", Linear, Small),
    method("*", "max min", Linear, Element),
    method("*", "collect toList toArray distinct", Linear, Fresh),
    method("*", "sorted", Sort, Fresh),
];

static CPP: &[Known] = &[
    function("sort stable_sort qsort", Sort, Small),
    function(
        "next_permutation reverse fill accumulate count find max_element min_element unique rotate memset iota all_of any_of none_of",
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
    method("list", "insert", Linear, Grow),
    method("list", "erase", Linear, Take),
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
    function("int int64 int32 uint byte rune float64 abs min max", One, Size),
    function("string list", Linear, Fresh),
    function("copy", Linear, Small),
    function("delete panic print println", One, Small),
    method("fmt", "Println Printf Print Errorf", One, Small),
    method("fmt", "Sprintf Sprint", One, Small),
    method("errors", "New", One, Small),
    on_argument("sort slices", "Ints Strings Float64s Slice SliceStable Sort SortFunc", Sort, Small),
    on_argument("sort", "Search SearchInts", Log, Small),
    on_argument("slices", "Contains Index Reverse Max Min", Linear, Small),
    method("math", "Sqrt", One, Root),
    method("math", "Abs Floor Ceil Max Min Pow Log Log2 Inf", One, Size),
    method("strconv", "Itoa Atoi FormatInt ParseInt", One, Small),
    on_argument(
        "strings",
        "Contains ContainsRune Index IndexByte Count HasPrefix HasSuffix EqualFold LastIndex",
        Linear,
        Small,
    ),
    on_argument(
        "strings",
        "Split Fields Join Repeat ToLower ToUpper TrimSpace Trim Replace ReplaceAll Title Map",
        Linear,
        Fresh,
    ),
    method("unicode", "IsLetter IsDigit IsSpace IsUpper IsLower ToLower ToUpper IsPunct", One, Small),
    on_argument("heap", "Push", Log, Grow),
    on_argument("heap", "Pop", Log, Take),
    on_argument("heap", "Init", Linear, Small),
    method("*", "WriteByte WriteRune WriteString", One, Grow),
    method("*", "String", Linear, Fresh),
    method("*", "Len", One, Size),
];

static RUST: &[Known] = &[
    method("*", "len is_empty", One, Size),
    method(
        "*",
        "iter iter_mut into_iter chars bytes as_bytes as_str as_slice enumerate rev map filter filter_map skip take \
         step_by zip chain cloned copied peekable windows chunks char_indices keys values drain split_whitespace lines",
        One,
        View,
    ),
    method("*", "sum product count any all find position fold for_each last", Linear, Small),
    method("*", "max min max_by_key min_by_key max_by min_by", Linear, Element),
    method("heap", "push", Log, Grow),
    method("heap", "pop", Log, Take),
    method("treemap", "insert", Log, Grow),
    method("treemap", "get contains_key contains remove entry", Log, Element),
    method("list", "insert", Linear, Grow),
    method("list", "remove", Linear, Take),
    method("*", "push push_back push_front push_str insert", One, Grow),
    on_argument("*", "extend extend_from_slice append", Linear, Extend),
    method("*", "pop pop_front pop_back", One, Take),
    method("*", "sort sort_by sort_by_key", Sort, Small),
    method("*", "sort_unstable sort_unstable_by sort_unstable_by_key", Sort, Small),
    method(
        "*",
        "clone to_vec to_owned to_string collect to_lowercase to_uppercase repeat replace concat join",
        Linear,
        Fresh,
    ),
    method("*", "trim as_ref as_mut as_deref as_mut_slice first first_mut last_mut split_at", One, View),
    method(
        "*",
        "swap unwrap unwrap_or unwrap_or_default expect abs pow next peek is_some is_none entry or_insert or_default ok cmp \
         swap_remove take replace wrapping_add wrapping_mul saturating_sub rem_euclid is_alphanumeric is_alphabetic \
         is_ascii_digit is_ascii_alphabetic is_ascii_alphanumeric is_numeric is_whitespace is_uppercase is_lowercase \
         to_ascii_lowercase to_ascii_uppercase to_digit",
        One,
        Element,
    ),
    method("set map", "contains contains_key get get_mut remove", One, Element),
    method("*", "contains_key", One, Small),
    method("*", "get get_mut", One, Element),
    method("list text *", "contains starts_with ends_with", Linear, Small),
    method("*", "reverse fill", Linear, Small),
    method("*", "clear truncate", One, Small),
    method("*", "binary_search", Log, Small),
    function("new default with_capacity Some Ok Err Box", One, Small),
    function("from", Linear, Fresh),
    function("swap min max", One, Element),
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
    let name = name.trim_start_matches('&').trim_start_matches("mut ").trim_start_matches("const ");
    let name = name.trim_start_matches("std::").trim_start_matches("collections.");
    let plain = name.split(['<', '[', '(']).next().unwrap_or_default().trim_end_matches([' ', '&', '*']);
    if name.ends_with("[]") || name.starts_with('[') {
        return Some("list");
    }
    if name.starts_with("map[") {
        return Some("map");
    }
    Some(match plain {
        "list" | "List" | "ArrayList" | "vector" | "Array" | "array" | "tuple" | "Vec" => "list",
        "LinkedList" => "linked",
        "set" if name.contains('<') => "treemap",
        "map" if name.contains('<') => "treemap",
        "set" | "Set" | "HashSet" | "LinkedHashSet" | "unordered_set" | "frozenset" => "set",
        "dict" | "Dict" | "Map" | "HashMap" | "LinkedHashMap" | "unordered_map" | "defaultdict" | "Counter"
        | "OrderedDict" | "WeakMap" | "multimap" => "map",
        "TreeMap" | "TreeSet" | "multiset" | "BTreeMap" | "BTreeSet" => "treemap",
        "deque" | "VecDeque" | "Deque" | "Queue" | "ArrayDeque" | "queue" | "stack" | "Stack" => "deque",
        "PriorityQueue" | "priority_queue" | "BinaryHeap" => "heap",
        "str" | "string" | "String" => "text",
        "StringBuilder" | "StringBuffer" | "strings.Builder" => "builder",
        "int" | "float" | "bool" | "number" | "long" | "double" | "char" | "boolean" | "size_t" | "unsigned"
        | "auto" | "var" => {
            return None;
        }
        _ => return None,
    })
}
