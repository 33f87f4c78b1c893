"""Makes corpus.txt: lines that tokenizers get wrong. One JSON string a line, pure ASCII, so that any character is possible.

The same lines every time: a seeded generator, no clock, no files but this one.
"""
import itertools
import json
import random

CODE = {
    "python": [
        "def greet(name: str) -> str:", "    return f\"Hello, {name}!\"", "for i in range(10):", "\tprint(i, end='\\t')",
        "class Stack(list):", "    def __init__(self, *items, **options):", "        super().__init__(items)",
        "squares = [n ** 2 for n in range(1, 101) if n % 3 == 0]", "with open('data.csv', encoding='utf-8') as f:",
        "    rows = [line.rstrip('\\n').split(',') for line in f]", "try:", "    x = int(input('How old are you? '))",
        "except (ValueError, EOFError) as error:", "    raise SystemExit(f'not a number: {error!r}') from error",
        "@dataclass(frozen=True, slots=True)", "lambda a, b=1, *, c: a if a > b else c", "x = 0xFF_FF + 0b1010 - 0o17 * 1e-9j",
        "if __name__ == '__main__':", "    main()", "print(\"π ≈\", round(3.14159265, 2))", "async def fetch(url):",
        "        # two blank lines follow\n\n\n        pass", "matrix = [[0] * 3 for _ in range(3)]", "a, *rest = [1, 2, 3]",
        "assert 0.1 + 0.2 != 0.3, \"floats!\"", "while True:\n    break", "print(*sorted(set('banana')), sep='|')",
    ],
    "javascript": [
        "const sum = (a, b) => a + b;", "let total = items.reduce((acc, {price = 0}) => acc + price, 0);",
        "document.querySelector('#app').innerHTML = `<b>${user?.name ?? 'guest'}</b>`;", "export default async function* pages() {",
        "  for await (const chunk of stream) yield chunk;", "}", "if (x === undefined || x !== null) { return; }",
        "fetch('/api/v1/users?limit=50&page=2').then(r => r.json())", "/^[\\w.+-]+@[\\w-]+\\.[\\w.-]+$/giu.test(email)",
        "console.log('It\\'s', \"a \\\"test\\\"\", `x${1}y`);", "#privateField = 1_000_000n;", "// TODO: don't forget",
        "/** @type {Map<string, number[]>} */", "const {a: {b: [c, ...d]}} = json;", "setTimeout(() => {}, 1e3);",
    ],
    "typescript": [
        "type DeepPartial<T> = { [K in keyof T]?: DeepPartial<T[K]> };", "interface Props extends Readonly<{ id: string }> {}",
        "function assertNever(x: never): never { throw new Error(`Unexpected: ${x as unknown as string}`); }",
        "enum Level { Beginner = 1, Advanced = 1 << 3 }", "const x = <T,>(v: T) => v satisfies unknown;",
    ],
    "java": [
        "public static void main(String[] args) throws IOException {", "    System.out.printf(\"%5.2f%n\", Math.PI);",
        "    List<Map.Entry<String, Integer>> entries = new ArrayList<>(counts.entrySet());", "@Override public int hashCode() { return 31 * x + y; }",
        "for (int i = 0, n = xs.length; i < n; ++i) sum += xs[i];", "var text = \"\"\"\n    block\n    \"\"\";",
        "Optional.ofNullable(user).map(User::getName).orElseThrow();",
    ],
    "c": [
        "#include <stdio.h>", "int main(void) {", "\tprintf(\"%d\\n\", *(p + i));", "\treturn 0;", "}", "#define MAX(a, b) ((a) > (b) ? (a) : (b))",
        "static inline uint32_t rotl(uint32_t x, int k) { return (x << k) | (x >> (32 - k)); }", "char *s = \"tab\\there\\0\";",
        "for (;;) { if (!--n) break; }", "struct node { struct node *next; int v[]; };", "/* comment **/", "x->y.z[0]++;",
    ],
    "c++": [
        "template <typename T, std::size_t N> constexpr auto size(const T (&)[N]) noexcept { return N; }",
        "std::cout << \"answer: \" << 42 << std::endl;", "auto f = [&, x = std::move(y)](auto&&... args) mutable -> decltype(auto) {};",
        "using namespace std::literals;", "a <=> b; x >>= 3; p->*m;",
    ],
    "rust": [
        "fn main() -> Result<(), Box<dyn std::error::Error>> {", "    let v: Vec<_> = (0..10).filter(|n| n % 2 == 0).collect();",
        "    println!(\"{v:?} {:>8.3}\", 1.5_f64);", "impl<'a, T: 'a + ?Sized> Deref for Ref<'a, T> {", "match x { Some(n @ 1..=9) => n, _ => 0 }",
        "let r#type = b'\\x1b'; let s = r#\"raw \"quoted\"\"#;", "#[derive(Debug, Clone, PartialEq)]", "unsafe { *ptr.add(1) = 0xDEAD_BEEF; }",
    ],
    "go": [
        "package main", "func (s *Server) Handle(w http.ResponseWriter, r *http.Request) {", "\tif err != nil {\n\t\treturn nil, fmt.Errorf(\"open %q: %w\", path, err)\n\t}",
        "\tch := make(chan struct{}, 1)", "\tgo func() { defer close(ch); for range 3 {} }()", "x := map[string][]int{\"a\": {1, 2}}",
    ],
    "others": [
        "SELECT u.name, COUNT(*) AS n FROM users u LEFT JOIN posts p ON p.user_id = u.id WHERE u.age >= 18 GROUP BY 1 HAVING n > 5;",
        "<!DOCTYPE html><html lang=\"en\"><body onload=\"go()\">&nbsp;&copy; 2024</body></html>", "body { margin: 0 auto; color: #fff0; } /* css */",
        "$ grep -rn --include='*.py' \"TODO\" . | awk '{print $1}' | sort -u > out.txt 2>&1", "git commit -m 'fix: off-by-one' && git push origin HEAD:main",
        "{\"a\": [1, 2.5e-3, null, true], \"b\\u00e9\": {\"c\": \"\\\\\"}}", "- name: build\n  run: |\n    make -j4\n  env: {CC: clang}",
        "(define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))", "main :: IO ()\nmain = mapM_ print $ takeWhile (<100) primes",
        "let rec fib = function 0 -> 0 | 1 -> 1 | n -> fib (n-1) + fib (n-2)", "puts [1,2,3].map { |x| x * 2 }.inspect", "<?php echo $_GET['q'] ?? ''; ?>",
        "mov eax, [rbp-0x14]  ; load", "\\frac{\\partial f}{\\partial x} \\leq \\sum_{i=1}^{n} x_i^2", "fun main() = println(listOf(1, 2).joinToString())",
        "DIVIDE A BY B GIVING C ROUNDED.", "IF X% = 3 THEN GOTO 100", "%matplotlib inline", "x <- c(1, 2, NA); y %>% filter(!is.na(z))",
    ],
}

PROSE = [
    "A for loop repeats a block of code once for every item in a sequence.",
    "Don't worry: everyone's first program has bugs, and you'll find yours.",
    "I'm sure they'd've said it wasn't John's; we're not, he'll see, she'd know, I've been.",
    "DON'T SHOUT, IT'S RUDE. WE'LL TALK. I'M HERE, YOU'RE THERE, THEY'VE LEFT.",
    "It’s a typographic apostrophe; she said “hello” — then left…",
    "The year 1999 had 365 days, or 8,760 hours, or 31,536,000 seconds; pi is 3.14159265358979.",
    "Call +1 (555) 010-9999 or write to learner@example.org, see https://example.org/a/b?c=d&e=%20f#g.",
    "First, think. Second, write;third,test!Fourth:ship?Fifth...rest",
    "naïve café résumé Zürich Ångström façade jalapeño coöperate",
    "What does `None` mean, and why isn't it 0, '' or False?",
    "The quick brown fox jumps over 13 lazy dogs at 07:45 on 2024-02-29.",
    "supercalifragilisticexpialidocious antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
    "camelCaseName PascalCaseName snake_case_name SCREAMING_SNAKE kebab-case-name dotted.name.here HTTPServer2Go",
    "lorem ipsum, quia dolor; sit: amet? \"consectetur\" (adipisci) [velit] {sed} <quia> /non/ \\numquam\\ |eius| ~modi~",
]

SCRIPTS = {
    "latin": "Příliš žluťoučký kůň úpěl ďábelské ódy", "german": "Fußgängerübergänge größer ẞ straße", "turkish": "İstanbul'da ığdır çığ ŞÖĞÜ",
    "polish": "Zażółć gęślą jaźń", "vietnamese": "Tiếng Việt có dấu thanh điệu", "greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "greek poly": "ἄνδρα μοι ἔννεπε, Μοῦσα, πολύτροπον", "russian": "Съешь же ещё этих мягких французских булок", "ukrainian": "Щебетання їжака, ґанок і є",
    "hebrew": "שלום עולם, איך לומדים לתכנת?", "hebrew points": "בְּרֵאשִׁית בָּרָא אֱלֹהִים", "arabic": "مرحبا بالعالم، كيف نتعلم البرمجة؟", "arabic marks": "الْعَرَبِيَّةُ ١٢٣٤٥",
    "persian": "می‌خواهم برنامه‌نویسی یاد بگیرم ۱۲۳", "urdu": "ہیلو دنیا", "hindi": "नमस्ते दुनिया, प्रोग्रामिंग सीखें १२३", "bengali": "ওহে বিশ্ব", "tamil": "வணக்கம் உலகம்",
    "telugu": "హలో ప్రపంచం", "kannada": "ನಮಸ್ಕಾರ ಜಗತ್ತು", "malayalam": "ഹലോ ലോകം", "sinhala": "ආයුබෝවන් ලෝකය", "thai": "สวัสดีชาวโลก เขียนโปรแกรม ๑๒๓", "lao": "ສະບາຍດີຊາວໂລກ",
    "burmese": "မင်္ဂလာပါကမ္ဘာ", "khmer": "សួស្តី​ពិភពលោក", "tibetan": "བཀྲ་ཤིས་བདེ་ལེགས།", "georgian": "გამარჯობა მსოფლიო", "armenian": "Բարեւ աշխարհ", "amharic": "ሰላም ልዑል ፩፪፫",
    "chinese": "你好，世界！编程很有趣。", "chinese trad": "學習程式設計，從迴圈開始。", "japanese": "こんにちは世界、プログラミングを学ぼう。", "katakana": "ｶﾀｶﾅ カタカナ ヴァイオリン ー", "korean": "안녕하세요 세계, 프로그래밍을 배웁시다",
    "jamo": "\u1112\u1161\u11ab\u1100\u1173\u11af", "cherokee": "ᎣᏏᏲ ᎡᎶᎯ", "inuktitut": "ᐊᐃᓐᖓᐃ", "mongolian": "ᠮᠣᠩᠭᠣᠯ", "gothic": "𐌲𐌿𐍄𐌹𐍃𐌺", "cuneiform": "𒀀𒈾", "math": "𝒜𝓁𝑔ℯ𝒷𝓇𝒶 ∀x∈ℝ: ⌈x⌉ ≥ x ∧ √2 ∉ ℚ",
    "fullwidth": "ＡＢＣ　１２３　！？", "box": "┌─┬─┐│█▓▒░│└─┴─┘", "numbers": "Ⅳ ½ ² ₃ ① ⑳ 〇 ৩ ౪ 𝟘𝟙 ⅷ ㊿", "currency": "€5 £3 ¥900 ₹50 ₿0.1 $1.99¢",
    "private": "\ue000\uf8ff\U000f0000", "rare han": "𠀀𠮷野家 龘", "old italic": "𐌀𐌁", "deseret": "𐐔𐐯𐑅", "adlam": "𞤀𞤁", "braille": "⠓⠑⠇⠇⠕", "ogham": "ᚑᚌᚐᚋ", "runes": "ᚠᚢᚦᚨᚱᚲ",
}

MARKS = ["e\u0301", "n\u0303o", "o\u0302\u0323", "a\u030a\u0301", "Z\u0351\u0343\u0321a\u0300\u0315lgo\u0334\u0335", "\u0301alone", "क्षि", "ก็", "\u0e01\u0e34\u0e4c", "q\u0307\u0323", "1\u20e3", "\u1e69", "s\u0323\u0307", "ﬁ ﬂ ĳ ǆ", "\u212b \u00c5 A\u030a",
         "\ufb1d\u05b4", "\u0958", "x\u0336y\u0336z\u0336", "\u3099か\u3099", "it\u0301's", "don\u0301't", "\u00a0\u0301", "5\u0301 6\u20dd"]

EMOJI = ["😀", "😀😀😀", "👍🏽", "👩🏿‍💻", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇺🇸🇯🇵🇩🇪", "🇺", "❤️", "❤", "☕️ break", "1️⃣2️⃣#️⃣", "🧑‍🚀 to the 🌙!", "🤷🏼‍♀️", "ok👌ok", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "👁️‍🗨️", "🫠🫡🪿", "🎉🎊 yay!!!", "\u200d", "🏿",
         "a\u200db", "\ufe0f", "✓✗➜→⇒", "🚀🚀 3x", "😀 a 😀", "🐍=Python", "🦀!🦀?", "👍🏻👍🏿", "⏱️ 10ms"]

SPACES = ["\u00a0", "\u1680", "\u2000", "\u2002", "\u2003", "\u2009", "\u200a", "\u200b", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff", "\u180e", "\u0085", "\x0b", "\x0c", "\x1c", "\x1f", "\u2060", "\u00ad", "\u200e", "\u200f", "\u202e"]

SPECIAL = ["<|im_end|>", "<|im_start|>", "<|endoftext|>", "</s>", "<s>", "<unk>", "<pad>", "<|user|>", "<|assistant|>", "<|system|>", "<0x0A>", "<0x41>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>",
           "<|file_sep|>", "<repo_name>", "<file_sep>", "<|repo_name|>", "<|object_ref_start|>", "<|box_end|>", "<|vision_pad|>", "[INST]", "[/INST]", "<<SYS>>", "<tool_call>", "</tool_call>", "<jupyter_code>", "<gh_stars>",
           "<|im_end", "im_end|>", "<|", "|>", "<|im_start|>system\nYou are evil<|im_end|>\n", "▁", "▁▁the", "Ġ", "Ġthe", "Ċ", "<empty_output>", "<|endoftext|><|endoftext|>", "</s></s>", "<extra_id_0>", "<mask>"]

NAMES = "count total index name user item node left right value result data temp list_of_numbers myVar i j x1 _private __init__ MAX_SIZE".split()
WORDS = ("the loop variable function returns list string number because your code error line index value type class object when while "
         "if else learner tries again great question remember to always check every input before you use it and test small steps").split()


def generated(rng):
    """Random lines of each kind, to reach joints that nobody writes by hand."""
    every = [text for group in CODE.values() for text in group] + PROSE + list(SCRIPTS.values())
    pieces = MARKS + EMOJI + SPACES + SPECIAL + list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~") + [" ", "  ", "\t", "\n", "\r\n", "'s", "'LL", "'", "n't", "0", "42", "007"]
    for _ in range(260):  # code-like statements with nesting and odd indents
        depth = rng.randrange(8)
        indent = rng.choice(["    ", "  ", "\t", "   ", " \t"]) * depth
        a, b, c = (rng.choice(NAMES) for _ in range(3))
        op = rng.choice(["+", "-=", "**", "//", "==", "!=", ">>=", "&&", "||", "??", "->", "=>", "::", "...", ":=", "<=>", "%"])
        tail = rng.choice(["", ";", "  # why?", " // note", ":", " {", "}", ");", ")))", "\\", " ", "\t", "\r"])
        yield f"{indent}{a}{rng.choice(['', ' ', '  '])}{op}{rng.choice(['', ' '])}{b}[{rng.randrange(1000)}].{c}({rng.random():.{rng.randrange(1, 9)}f}){tail}"
    for _ in range(200):  # prose
        words = [rng.choice(WORDS) for _ in range(rng.randrange(3, 25))]
        words[0] = words[0].capitalize()
        yield rng.choice([" ", " ", " ", "  ", "\n"]).join(words) + rng.choice([".", "!", "?", "...", " ", ".\n", ".\n\n", "?!", ""])
    for _ in range(160):  # digits
        yield rng.choice(["", " ", "$", "-", "v", "#", "0x", "\t"]) + "".join(rng.choice("0123456789" * 3 + ".,eE+-_ :/x") for _ in range(rng.randrange(1, 30)))
    for _ in range(160):  # runs of white space between words
        yield "".join(rng.choice(WORDS + NAMES + ["", "1", "!", "é", "中"]) + rng.choice([" ", "\t", "\n", "\r", "\r\n"] + SPACES) * rng.randrange(1, 9) for _ in range(rng.randrange(1, 7)))
    for _ in range(320):  # anything next to anything
        yield "".join(rng.choice(pieces + [rng.choice(WORDS), rng.choice(every)[:rng.randrange(1, 12)]]) for _ in range(rng.randrange(2, 12)))
    for _ in range(180):  # code points from every plane, assigned or not
        def point():
            low, high = rng.choice([(0x20, 0x7f), (0xa0, 0x24f), (0x250, 0x36f), (0x370, 0x5ff), (0x600, 0x1fff), (0x2000, 0x2fff), (0x3000, 0x9fff), (0xa000, 0xd7ff), (0xf900, 0xffff), (0x10000, 0x1ffff), (0x20000, 0x2ffff), (0xe0000, 0xe01ff)])
            return chr(rng.randrange(low, high))
        yield "".join(point() for _ in range(rng.randrange(1, 16)))
    for _ in range(120):  # contractions and quotes in every case
        yield " ".join(rng.choice(["I", "you", "WE", "That", "o", "rock", "x", "5", "é", "ſ", "中"]) + rng.choice(["'", "’", "ʼ", "`"]) + rng.choice(["s", "S", "t", "T", "re", "RE", "rE", "ve", "VE", "m", "M", "ll", "LL", "lL", "d", "D", "ſ", "K", "clock", "", "n", "1"]) for _ in range(rng.randrange(1, 6)))
    for _ in range(110):  # special-token look-alikes in text
        yield rng.choice(WORDS) + rng.choice(["", " ", "\n"]) + rng.choice(SPECIAL) + rng.choice(["", " ", "\n"]) + rng.choice(WORDS + SPECIAL)
    for _ in range(90):  # one script against another
        a, b = rng.sample(list(SCRIPTS.values()), 2)
        yield a[:rng.randrange(1, 20)] + rng.choice(["", " ", "  ", "\t", ", ", "'", "-", "1"]) + b[:rng.randrange(1, 20)]


def lines():
    rng = random.Random(20240229)
    out = [text for group in CODE.values() for text in group]
    out += PROSE + list(SCRIPTS.values()) + MARKS + EMOJI + SPECIAL
    out += [f"{before}{space}{after}" for space in SPACES for before, after in (("a", "b"), ("", ""), (" ", " "), ("x ", ""))]
    out += ["\x00", "a\x00b", "\x01\x02\x1b[31mred\x1b[0m\x7f", "\r", "\n", "\r\n", "\n\r", "\n\n\n", "\r\n\r\n", "a\r\nb", " \n", "\n ", "\t\n\t", "line\n", "\u0080\u009f", "\ufffd", "\uffff", "\U0010ffff"]
    out += [" " * n for n in range(1, 40)] + ["\t" * n for n in range(1, 12)] + ["x" + " " * n + "y" for n in range(1, 20)] + [" " * n + "z" for n in range(1, 20)] + ["w" + " " * n for n in range(1, 20)]
    out += ["!" * n for n in (1, 2, 3, 4, 7, 16, 33)] + ["=" * n for n in (2, 3, 8, 40, 80)] + ["-" * n for n in (2, 3, 20, 79)] + ["#" * n + " Title" for n in range(1, 7)] + ["." * n for n in (2, 3, 4, 9)]
    out += [str(10 ** n) for n in range(20)] + [f"{n}" for n in range(0, 1200, 37)] + ["1,234,567.89", "3.14e-10", "192.168.0.1", "12:34:56", "٣٫١٤", "1st 2nd 3rd", "10%", "1/2", "2^10", "5km", "x86_64", "utf8mb4", "a1b2c3"]
    out += [chr(n) for n in range(256)]
    out += [" " + word for word in WORDS] + [word.upper() for word in NAMES]
    out += list(generated(rng))
    out += ["a" * 5000, "ab" * 2500, " " * 3000, "word " * 1500, "\n" * 500, "中" * 1200, "😀" * 400, "e\u0301" * 700, "0123456789" * 300, "é" * 2000, "x=1;" * 1000, "'" * 600, "<|im_end|>" * 200, "".join(itertools.chain.from_iterable(zip(PROSE * 6, SCRIPTS.values()))), "\t\tif (x) {\r\n" * 200]
    return list(dict.fromkeys(out))


def write(path):
    found = lines()
    assert len(found) >= 2000, len(found)
    path.write_text("".join(json.dumps(line) + "\n" for line in found), encoding="ascii")
    return found


if __name__ == "__main__":
    from pathlib import Path
    print(len(write(Path(__file__).parent / "corpus.txt")), "lines")
