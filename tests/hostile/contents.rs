//! Sound GGUF files whose contents are wrong: shapes, vocabularies, chat templates.

use super::row::{ANY, CORRUPT, FINE, Row, UNSUPPORTED, key, row, template};
use super::support::{Gguf, Tiny, Value};

pub fn sound_files_answer() -> Vec<Row> {
    let files = [Tiny::llama(1), Tiny::qwen2(1), Tiny::spm(1)];
    let sound = |tiny: Tiny| Row {
        name: format!("sound {} {:?}", tiny.architecture, tiny.vocab),
        code: FINE,
        says: String::new(),
        bytes: tiny.gguf().to_bytes(),
    };
    files.map(sound).into()
}

pub fn shapes_that_contradict_themselves() -> Vec<Row> {
    let wrong = |name: &str, values: &[u64]| -> Vec<Row> {
        let rows = values.iter().map(|&value| key(&format!("llama.{name}"), Value::U64(value), CORRUPT));
        rows.chain([
            key(&format!("llama.{name}"), Value::str("4"), CORRUPT),
            key(&format!("llama.{name}"), Value::I32(-4), CORRUPT),
        ])
        .collect()
    };
    let huge = [1 << 31, 1 << 60, u64::MAX];
    let mut rows = Vec::new();
    rows.extend(wrong("block_count", &[&[0, 3, 1 << 20][..], &huge].concat()));
    rows.extend(wrong("embedding_length", &[&[0, 1, 32, 63, 65, 128][..], &huge].concat()));
    rows.extend(wrong("feed_forward_length", &[&[0, 64, 129][..], &huge].concat()));
    rows.extend(wrong("attention.head_count", &[&[0, 3, 5, 7, 128][..], &huge].concat()));
    rows.extend(wrong("attention.head_count_kv", &[&[0, 1, 3, 4, 5][..], &huge].concat()));
    rows.extend(wrong("rope.dimension_count", &[&[0, 1, 7, 17, 1 << 20][..], &huge].concat()));
    rows.extend(wrong("context_length", &[&[0][..], &huge].concat()));
    for name in [
        "block_count",
        "embedding_length",
        "feed_forward_length",
        "attention.head_count",
        "context_length",
        "attention.layer_norm_rms_epsilon",
    ] {
        let name = format!("llama.{name}");
        rows.push(row(format!("no {name}"), CORRUPT, name.as_str(), |file| {
            file.remove(&name);
        }));
    }
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1e-5, 0.0, 1e30] {
        rows.push(key("llama.attention.layer_norm_rms_epsilon", Value::F32(value), CORRUPT));
    }
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -10_000.0, 0.0] {
        rows.push(key("llama.rope.freq_base", Value::F32(value), CORRUPT));
    }
    rows.push(key("llama.rope.freq_base", Value::F64(1e300), CORRUPT));
    rows.push(key("llama.rope.freq_base", Value::F32(f32::MAX), ANY));
    rows.push(key("llama.rope.freq_base", Value::F32(f32::MIN_POSITIVE), ANY));
    rows.push(key("llama.rope.freq_base", Value::str("1"), CORRUPT));
    rows.push(key("llama.rope.scaling.type", Value::str("yarn"), UNSUPPORTED));
    rows.push(key("llama.expert_count", Value::U32(8), UNSUPPORTED));
    rows.push(key("llama.attention.key_length", Value::U32(1 << 30), CORRUPT));
    rows.push(key("llama.attention.key_length", Value::U32(0), CORRUPT));
    for architecture in ["mamba", "gpt2", "clip", "LLAMA", "", "llama\0"] {
        rows.push(key("general.architecture", Value::str(architecture), UNSUPPORTED));
    }
    rows.push(key("general.architecture", Value::U32(1), CORRUPT));
    rows.push(row("no architecture", CORRUPT, "general.architecture", |file| {
        file.remove("general.architecture");
    }));
    rows.push(key("general.architecture", Value::str("qwen2"), CORRUPT));
    rows
}

pub fn vocabularies_that_contradict_themselves() -> Vec<Row> {
    let tokens = |change: fn(&mut Vec<Value>)| {
        move |file: &mut Gguf| match file.get("tokenizer.ggml.tokens") {
            Value::Array(_, tokens) => change(tokens),
            _ => unreachable!(),
        }
    };
    let types = |file: &mut Gguf, change: fn(&mut Vec<Value>)| match file.get("tokenizer.ggml.token_type") {
        Value::Array(_, types) => change(types),
        _ => unreachable!(),
    };
    let mut rows = vec![
        row("a token fewer than types", CORRUPT, "", tokens(|tokens| drop(tokens.pop()))),
        row("a token fewer than the embedding", CORRUPT, "token_embd.weight", |file| {
            // The last one is what a merge makes, so that goes too.
            tokens(|tokens| drop(tokens.pop()))(file);
            types(file, |types| drop(types.pop()));
            let Value::Array(_, merges) = file.get("tokenizer.ggml.merges") else { unreachable!() };
            merges.pop();
        }),
        row("a token more than the embedding", CORRUPT, "token_embd.weight", |file| {
            tokens(|tokens| tokens.push(Value::str("more")))(file);
            types(file, |types| types.push(Value::I32(1)));
        }),
        row("a token that is not UTF-8", CORRUPT, "UTF-8", tokens(|tokens| tokens[9] = Value::Bytes(vec![0xFF]))),
        row("two tokens of the same text", CORRUPT, "", tokens(|tokens| tokens[9] = tokens[10].clone())),
        row("a token of 1 MiB", ANY, "", tokens(|tokens| tokens[9] = Value::Str("x".repeat(1 << 20)))),
        row("a control token of no text", ANY, "", tokens(|tokens| tokens[1] = Value::str(""))),
        row("types of another length", CORRUPT, "", |file| types(file, |types| types.truncate(5))),
        row("types that do not exist", ANY, "", |file| types(file, |types| types.fill(Value::I32(-77)))),
        row("all tokens control", ANY, "", |file| types(file, |types| types.fill(Value::I32(3)))),
        row("all tokens user-defined", ANY, "", |file| types(file, |types| types.fill(Value::I32(4)))),
        row("all tokens unused", ANY, "", |file| types(file, |types| types.fill(Value::I32(5)))),
        row("no tokens", CORRUPT, "", |file| {
            file.remove("tokenizer.ggml.tokens");
        }),
        row("no merges", CORRUPT, "merges", |file| {
            file.remove("tokenizer.ggml.merges");
        }),
        row("no tokenizer", CORRUPT, "tokenizer.ggml.model", |file| {
            file.remove("tokenizer.ggml.model");
        }),
        key("tokenizer.ggml.tokens", Value::strings::<&str>(&[]), CORRUPT),
        key("tokenizer.ggml.tokens", Value::i32s(&[1, 2, 3]), CORRUPT),
        key("tokenizer.ggml.tokens", Value::str("abc"), CORRUPT),
        key("tokenizer.ggml.token_type", Value::f32s(&[1.0]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&["zz qq"]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&["a b"]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&["ab"]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&[""]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&[" "]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings(&["h e", "h e"]), ANY),
        key("tokenizer.ggml.merges", Value::i32s(&[1]), CORRUPT),
        key("tokenizer.ggml.merges", Value::strings::<&str>(&[]), FINE),
        key("tokenizer.ggml.model", Value::str("bert"), UNSUPPORTED),
        key("tokenizer.ggml.model", Value::U32(1), CORRUPT),
        key("tokenizer.ggml.model", Value::str("llama"), CORRUPT),
        key("tokenizer.ggml.pre", Value::str("deepseek-coder"), UNSUPPORTED),
        key("tokenizer.ggml.bos_token_id", Value::U32(100_000), CORRUPT),
        key("tokenizer.ggml.eos_token_id", Value::U32(u32::MAX), CORRUPT),
        key("tokenizer.ggml.eos_token_id", Value::I32(-1), CORRUPT),
        key("tokenizer.ggml.eos_token_id", Value::str("</s>"), CORRUPT),
        key("tokenizer.ggml.add_bos_token", Value::str("yes"), CORRUPT),
    ];
    let spm = |name: &str, code, spoil: fn(&mut Gguf)| {
        let mut file = Tiny::spm(1).gguf();
        spoil(&mut file);
        Row { name: name.into(), code, says: String::new(), bytes: file.to_bytes() }
    };
    rows.extend([
        spm("no scores", CORRUPT, |file| {
            file.remove("tokenizer.ggml.scores");
        }),
        spm("scores of another length", CORRUPT, |file| {
            file.set("tokenizer.ggml.scores", Value::f32s(&[0.0; 7]));
        }),
        spm("scores that are NaN", ANY, |file| {
            let Value::Array(_, scores) = file.get("tokenizer.ggml.scores") else { unreachable!() };
            scores.fill(Value::F32(f32::NAN));
        }),
        spm("scores that are all the same", ANY, |file| {
            let Value::Array(_, scores) = file.get("tokenizer.ggml.scores") else { unreachable!() };
            scores.fill(Value::F32(1.0));
        }),
        spm("no byte tokens", ANY, |file| {
            let Value::Array(_, types) = file.get("tokenizer.ggml.token_type") else { unreachable!() };
            types.fill(Value::I32(1));
        }),
        spm("no unknown token", ANY, |file| {
            let Value::Array(_, types) = file.get("tokenizer.ggml.token_type") else { unreachable!() };
            types[0] = Value::I32(1);
            let Value::Array(_, tokens) = file.get("tokenizer.ggml.tokens") else { unreachable!() };
            tokens
                .iter_mut()
                .skip(3)
                .take(256)
                .enumerate()
                .for_each(|(at, token)| *token = Value::Str(format!("piece{at}")));
        }),
        spm("a piece of a million letters", ANY, |file| {
            let Value::Array(_, tokens) = file.get("tokenizer.ggml.tokens") else { unreachable!() };
            tokens[300] = Value::Str("a".repeat(1 << 20));
        }),
        spm("pieces that all join", ANY, |file| {
            let Value::Array(_, tokens) = file.get("tokenizer.ggml.tokens") else { unreachable!() };
            for (length, token) in tokens.iter_mut().skip(259).enumerate() {
                *token = Value::Str("a".repeat(length + 1));
            }
        }),
    ]);
    rows
}

pub fn templates_that_break_out() -> Vec<Row> {
    let double = |how: &str| {
        format!(
            "{{% set n = namespace(x='aaaaaaaa') %}}{{% for i in range(60) %}}{{% set n.x = {how} %}}{{% endfor %}}{{{{ n.x }}}}"
        )
    };
    let mut rows: Vec<Row> = [
        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        "{% for a in range(1000000000000) %}x{% endfor %}",
        "{{ range(1000000000) | list }}",
        "{{ range(9223372036854775807) | length }}{{ undefined_function() }}",
        "{{ 'a' * 1000000000000 }}",
        "{{ [1, 2, 3] * 1000000000 }}",
        "{{ 'a' | indent(1000000000000) }}{{ 1 / 0 }}",
        "{{ 'a\nb' | indent(1000000000) }}{{ 1 // 0 }}",
        "{{ '%1000000000d' | format(1) }}{{ 1 // 0 }}",
        "{{ ('%' ~ '1000000000' ~ 's') | format('x') }}{{ 1 // 0 }}",
        "{{ '{:>1000000000}'.format(1) }}{{ 1 // 0 }}",
        "{{ 'a'.ljust(10000000000) }}{{ 1 // 0 }}",
        "{{ ('a' * 10000) | replace('a', 'b' * 10000) | replace('b', 'c' * 10000) }}",
        "{{ ('a' * 10000).replace('a', 'b' * 10000).replace('b', 'c' * 10000) }}",
        "{{ ('a' * 10000) | list | join('b' * 10000) | list | join('b' * 10000) }}",
        "{{ messages | tojson(indent=1000000000) }}{{ 1 // 0 }}",
        "{{ 10 ** 1000000 ** 1000000 }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(n) %}{% call f(n) %}{% endcall %}{% endmacro %}{{ f(1) }}",
        "{% include 'chat' %}",
        "{% extends 'chat' %}",
        "{% import 'chat' as c %}{{ c }}",
        "{% for m in messages recursive %}{{ loop(messages) }}{% endfor %}",
        "{{ raise_exception('no') }}",
        "{{ [messages, messages] }}",
        "{{ messages }}",
        "{{ missing.field.of.nothing }}",
        "{{ messages[99].content.strip() }}",
        "{{ undefined_function() }}",
        "{% for %}",
        "{{",
        "{% if %}",
        "{{ '\u{0}' | nope }}",
    ]
    .into_iter()
    .map(template)
    .collect();
    rows.extend(
        [
            "n.x ~ n.x",
            "n.x + n.x",
            "n.x * 2",
            "[n.x, n.x]",
            "{'a': n.x, 'b': n.x}",
            "n.x | replace('a', 'aa')",
            "(n.x, n.x) | join",
        ]
        .map(|how| template(&double(how))),
    );
    rows.push(template(&format!("{{{{ {}1{} }}}}{{{{ 1 // 0 }}}}", "(".repeat(100_000), ")".repeat(100_000))));
    rows.push(template(&format!("{{{{ {}1{} }}}}{{{{ 1 // 0 }}}}", "[".repeat(100_000), "]".repeat(100_000))));
    rows.push(template(&format!("{{{{ {}1 }}}}{{{{ 1 // 0 }}}}", "not ".repeat(50_000))));
    rows.push(template(&format!("{{{{ {}1 }}}}{{{{ 1 // 0 }}}}", "-".repeat(200_000))));
    rows.push(template(&format!("{{{{ 1{} }}}}{{{{ 1 // 0 }}}}", " + 1".repeat(50_000))));
    rows.push(template(&format!("{{{{ a{} }}}}", ".b".repeat(100_000))));
    rows.push(template(&format!("{{{{ a{} }}}}", "|e".repeat(100_000))));
    rows.push(template(&"{% if 1 %}".repeat(20_000)));
    rows.push(template(&format!("{{% if 0 %}}{}{{% endif %}}{{{{ 1 // 0 }}}}", "{% elif 0 %}".repeat(20_000))));
    rows.push(template(&"{% for a in [1,2,3,4] %}".repeat(500)));
    rows.push(template(&format!("{}{}", "{% for a in range(10) %}".repeat(50), "{% endfor %}".repeat(50))));
    rows.push(template(&"x".repeat((1 << 20) - 1)));
    // A template that only says what was typed, a very long prompt, and no prompt at all.
    for source in ["{{ messages[0].content }}", "{{ 'word ' * 10000 }}", ""] {
        rows.push(row(format!("template {source:?}"), ANY, "", |file| {
            file.set("tokenizer.chat_template", Value::str(source));
        }));
    }
    rows.push(row("no template", UNSUPPORTED, "template", |file| {
        file.remove("tokenizer.chat_template");
    }));
    rows.push(key("tokenizer.chat_template", Value::U32(1), UNSUPPORTED));
    rows
}

/// Lists that hold themselves twice, sixty times over, or one in another a hundred thousand deep. minijinja charges no
/// fuel for what lies inside an item, so such templates are refused before they run.
pub fn templates_that_nest_lists() -> Vec<Row> {
    let shared = |end: &str| {
        template(
            &String::from(
                "{% set n = namespace(x='a', y='a') %}{% for i in range(60) %}{% set n.x = [n.x, n.x] %}\
             {% set n.y = [n.y, n.y] %}{% endfor %}{{ END }}",
            )
            .replace("END", end),
        )
    };
    let mut rows: Vec<Row> = ["n.x ~ ''", "n.x | string", "n.x == n.y", "{n.x: 1}", "n.x | join"].map(shared).into();
    rows.extend(
        [
            "{{ ([1] * 10000000000) ~ '' }}",
            "{{ [[1] * 10000000000] | string }}",
            "{% set n = namespace() %}{% set n.n = n %}{{ n ~ '' }}",
            "{% set n = namespace() %}{% set n.n = n %}{{ n == n.n }}",
            "{% set n = namespace(x=1) %}{% for i in range(100000) %}{% set n.x = [n.x] %}{% endfor %}{{ 1 // 0 }}",
            "{% for i in range(100000) %}{% set m = (m or messages)[0:] %}{% endfor %}{{ 1 // 0 }}",
            "{% for i in range(100000) %}{% set m = (m or messages) + [1] %}{% endfor %}{{ m }}",
        ]
        .map(template),
    );
    // The same without a loop.
    let unrolled = "{% set x = [x, x] %}".repeat(60);
    rows.extend(["x ~ ''", "x == [x]", "{x: 1}"].map(|end| template(&format!("{unrolled}{{{{ {end} }}}}"))));
    // Nothing here nests, but each step visits much.
    rows.extend(
        [
            "{% for i in range(100000) %}{% if range(100000)[::2] | length %}{% endif %}{% endfor %}",
            "{% set s = 'a' * 1000000 %}{% for i in range(100000) %}{% if s == s ~ 'b' %}{% endif %}{% endfor %}",
            "{% set s = 'a' * 1000000 %}{% for i in range(100000) %}{% if s.find('b') %}{% endif %}{% endfor %}",
            "{% set s = 'a' * 1000000 %}{% for i in range(100000) %}{% if s.count('b') %}{% endif %}{% endfor %}",
            "{% set s = ('a' * 1000000).split('b') %}{% for i in range(100000) %}{% if 'c' in s %}{% endif %}{% endfor %}",
            "{% for i in range(100000) %}{% if 'c' in range(100000) %}{% endif %}{% endfor %}",
        ]
        .map(template),
    );
    rows
}
