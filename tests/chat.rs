//! The tutor from request to reply, on tiny seeded models: caching, cancelling, bounds of the context, text that looks
//! like structure, and streams that never split a character.
#![cfg(not(target_arch = "wasm32"))]

mod support;

use std::io::Cursor;

use candle_core::quantized::GgmlDType as DType;
use codementor_tutor::Tutor;
use codementor_tutor::api::{ChatEvent, ChatReply, ChatRequest, FinishReason, Role, Sampling, Turn};
use codementor_tutor::engine::sampling::SamplingParams;
use codementor_tutor::engine::session::Counts;
use codementor_tutor::engine::template::Message;
use codementor_tutor::engine::tokenizer::{Detokenizer, Tokenizer};
use codementor_tutor::engine::{Logits, Model, Session, Step};
use proptest::prelude::*;
use support::Tiny;
use support::{tiny_llama, tiny_qwen2, tiny_spm};

fn tutor(bytes: Vec<u8>) -> Tutor {
    let mut tutor = Tutor::new(|| 0.0);
    tutor.load("tiny", &mut Cursor::new(bytes), &mut |_| true).unwrap();
    tutor
}

fn model(bytes: Vec<u8>) -> Model {
    Model::load(&mut Cursor::new(bytes), Tokenizer::from_gguf, &mut |_, _| true).unwrap()
}

fn greedy(message: &str, max_tokens: u32) -> ChatRequest {
    let sampling = Sampling {
        temperature: Some(0.0),
        repeat_penalty: Some(1.0),
        max_tokens: Some(max_tokens),
        ..Sampling::default()
    };
    ChatRequest { message: message.into(), sampling, ..ChatRequest::default() }
}

/// Runs to the end; the streamed pieces put together are the message.
fn run(tutor: &mut Tutor, request: &ChatRequest) -> ChatReply {
    tutor.begin(request).unwrap();
    let mut streamed = String::new();
    for _ in 0..10_000 {
        match tutor.step().unwrap() {
            ChatEvent::Prefill { done, total } => assert!(done <= total),
            ChatEvent::Token { text } => streamed.push_str(&text),
            ChatEvent::Done { reply } => {
                assert_eq!(streamed.trim(), reply.message);
                return reply;
            }
        }
    }
    panic!("an answer of {} tokens does not end", request.sampling.max_tokens.unwrap_or(0));
}

fn turn(role: Role, content: &str) -> Turn {
    Turn { role, content: content.into() }
}

#[test]
fn chunks_and_single_tokens_give_the_bits_of_one_pass() {
    for bytes in [tiny_llama(1), tiny_qwen2(1), tiny_spm(1)] {
        let model = model(bytes);
        let tokens =
            model.tokenizer().encode("def f(x):\n    return x + 1  # a longer line, so that chunks differ").unwrap();
        let whole = model.forward(&mut model.new_cache(), &tokens, Logits::Last).unwrap();
        for chunk in [1, 2, 7] {
            let mut cache = model.new_cache();
            let mut last = Vec::new();
            for part in tokens.chunks(chunk) {
                last = model.forward(&mut cache, part, Logits::Last).unwrap();
            }
            assert_eq!(last, whole, "chunks of {chunk}");
        }
    }
}

/// Ids of an answer, and how many steps it took.
fn answer(
    model: &Model,
    prompt: &[u32],
    params: SamplingParams,
    max_tokens: usize,
    looks_up: bool,
) -> (String, Counts, usize) {
    let session = Session::new(model, 256);
    let mut session = if looks_up { session } else { session.without_lookup() };
    session.begin(prompt.to_vec(), params, max_tokens).unwrap();
    let (mut text, mut counts) = (String::new(), Counts::default());
    for steps in 0.. {
        match session.step(model).unwrap() {
            Step::Prefill => {}
            Step::Token(more) => text.push_str(&more),
            Step::Done(_) => return (text, counts, steps),
        }
        counts = session.counts().unwrap();
    }
    unreachable!("it ends")
}

#[test]
fn prompt_lookup_changes_the_steps_and_not_the_answer() {
    let sampled = SamplingParams { temperature: 0.9, top_k: 3, repeat_penalty: 1.05, ..SamplingParams::GREEDY };
    let (mut fewer, mut all) = (0, 0);
    for seed in 0..6 {
        for bytes in [tiny_llama(seed), tiny_qwen2(seed), tiny_spm(seed)] {
            let model = model(bytes);
            let prompt = model.tokenizer().encode("for x in xs:\n    for x in xs:\n        print(x)\n").unwrap();
            // Also where the answer ends by its length, at the end of the context, and in the middle of what is tried.
            for params in [SamplingParams::GREEDY, SamplingParams { seed, ..sampled }] {
                for max_tokens in [1, 2, 3, 4, 5, 60, 400] {
                    let (text, counts, steps) = answer(&model, &prompt, params, max_tokens, true);
                    let one_by_one = answer(&model, &prompt, params, max_tokens, false);
                    assert_eq!((&text, counts), (&one_by_one.0, one_by_one.1), "seed {seed}, {max_tokens} tokens");
                    fewer += usize::from(steps < one_by_one.2);
                    all += 1;
                }
            }
        }
    }
    assert!(fewer > all / 4, "it was tried in {fewer} of {all} answers");
}

#[test]
fn a_warm_cache_changes_the_cost_and_not_the_answer() {
    for bytes in [tiny_llama(2), tiny_qwen2(2), tiny_spm(2)] {
        let mut warm = tutor(bytes.clone());
        let first = run(&mut warm, &greedy("What is a loop?", 12));
        assert_eq!(first.usage.cached_tokens, 0);
        let mut next = greedy("And why?", 12);
        next.history = vec![turn(Role::User, "What is a loop?"), turn(Role::Assistant, &first.message)];
        let cached = run(&mut warm, &next);
        let fresh = run(&mut tutor(bytes), &next);
        assert_eq!((cached.message, cached.usage.prompt_tokens), (fresh.message, fresh.usage.prompt_tokens));
        assert!(cached.usage.cached_tokens > 0 && cached.usage.cached_tokens < cached.usage.prompt_tokens);
        let again = run(&mut warm, &next);
        assert_eq!(again.usage.cached_tokens, again.usage.prompt_tokens - 1, "only the last token is evaluated again");
    }
}

#[test]
fn a_snapshot_saves_the_system_message_and_changes_no_answer() {
    for bytes in [tiny_llama(2), tiny_qwen2(2), tiny_spm(2)] {
        let mut first = tutor(bytes.clone());
        let request = greedy("What is a loop?", 12);
        let wanted = first.wanted_snapshot(&request).unwrap().expect("nothing is evaluated yet");
        let answer = run(&mut first, &request);
        let (name, snapshot) = first.snapshot().expect("a new system message");
        assert_eq!(name, wanted);
        assert!(first.snapshot().is_none(), "it is kept now");

        // Another question of the same visit, and one with another system message.
        assert_eq!(first.wanted_snapshot(&greedy("And why?", 12)).unwrap(), None);
        run(&mut first, &greedy("And why?", 12));
        assert!(first.snapshot().is_none());
        let mut other = request.clone();
        other.context.current_topic = Some("recursion".into());
        first.recall(&other, |_| None).unwrap();
        run(&mut first, &other);
        assert_ne!(first.snapshot().expect("another system message").1, snapshot);

        // A later visit.
        let mut second = tutor(bytes.clone());
        second.recall(&request, |asked| (asked == name).then(|| snapshot.clone())).unwrap();
        let again = run(&mut second, &request);
        assert_eq!(again.message, answer.message);
        assert!(again.usage.cached_tokens > answer.usage.prompt_tokens / 2, "{:?}", again.usage);
        assert!(second.snapshot().is_none(), "what was recalled is kept already");
    }
}

#[test]
fn damaged_and_foreign_snapshots_are_ignored_and_made_anew() {
    let request = greedy("What is a loop?", 6);
    let snapshot_of = |seed| {
        let mut tutor = tutor(tiny_llama(seed));
        tutor.recall(&request, |_| None).unwrap();
        let reply = run(&mut tutor, &request);
        (reply.message, tutor.snapshot().unwrap().1)
    };
    let ((message, good), (_, foreign)) = (snapshot_of(6), snapshot_of(7));
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let mut bad = vec![vec![], vec![0; 31], foreign, good[..good.len() - 1].to_vec(), [&good[..], &[0]].concat()];
    bad.extend([0, 40, good.len() / 2, good.len() - 1].map(flipped));
    for bytes in bad {
        let mut tutor = tutor(tiny_llama(6));
        tutor.recall(&request, |_| Some(bytes)).unwrap();
        let reply = run(&mut tutor, &request);
        assert_eq!((reply.usage.cached_tokens, &reply.message), (0, &message));
        assert_eq!(tutor.snapshot().map(|(_, bytes)| bytes), Some(good.clone()));
    }
}

/// Shapes that no real model has, in types that are not 8-bit blocks: the same whether tokens come together or one by one,
/// across a page of the cache, and nothing that is no number.
#[test]
fn odd_shapes_are_evaluated() {
    let llama = |heads, kv_heads, dim| Tiny { heads, kv_heads, dim, layers: 1, ..Tiny::llama(8) };
    let shapes = [llama(1, 1, 64), llama(32, 1, 64), llama(5, 5, 160), llama(9, 3, 288), llama(2, 1, 32)];
    for (shape, dtype) in shapes.into_iter().zip([DType::F32, DType::F16, DType::Q4_0, DType::BF16, DType::Q5_1]) {
        let model = model(Tiny { dtype, ..shape.clone() }.gguf().to_bytes());
        let tokens: Vec<u32> = (0..140).map(|i| i * 7 % 200).collect();
        let whole = model.forward(&mut model.new_cache(), &tokens, Logits::Last).unwrap();
        let mut cache = model.new_cache();
        let one_by_one = tokens.iter().map(|token| model.forward(&mut cache, &[*token], Logits::Last).unwrap());
        assert_eq!(one_by_one.last().unwrap(), whole, "{shape:?}");
        assert!(whole.iter().all(|x| x.is_finite()) && whole.iter().any(|x| *x != whole[0]));
    }
}

#[test]
fn a_context_too_short_for_an_answer_is_said() {
    for context in [1, 2, 8] {
        let mut tutor = tutor(Tiny { context, ..Tiny::llama(9) }.gguf().to_bytes());
        assert_eq!(tutor.begin(&greedy("Hello", 4)).unwrap_err().code(), "context_overflow");
    }
}

#[test]
fn max_tokens_is_kept_from_both_sides() {
    let mut tutor = tutor(tiny_llama(3));
    for n in [1, 5] {
        let reply = run(&mut tutor, &greedy("Hello", n));
        let ended_early = reply.finish_reason == FinishReason::Stop;
        assert!(
            ended_early || (reply.finish_reason, reply.usage.completion_tokens) == (FinishReason::Length, n as usize)
        );
    }
}

#[test]
fn cancel_ends_an_answer_anywhere_and_the_next_one_is_right() {
    let mut tutor = tutor(tiny_llama(4));
    let whole = run(&mut tutor, &greedy("Count to ten, please.", 10)).message;
    for steps in 0..12 {
        tutor.begin(&greedy("Count to ten, please.", 10)).unwrap();
        let over = (0..steps).any(|_| matches!(tutor.step().unwrap(), ChatEvent::Done { .. }));
        if !over {
            let reply = tutor.cancel().expect("an answer is under way");
            assert_eq!(reply.finish_reason, FinishReason::Cancelled);
        }
        assert!(tutor.cancel().is_none());
        assert_eq!(tutor.step().unwrap_err().code(), "bad_request");
        assert_eq!(run(&mut tutor, &greedy("Count to ten, please.", 10)).message, whole, "after {steps} steps");
    }
}

#[test]
fn the_oldest_turns_leave_and_the_reply_says_so() {
    let mut tutor = tutor(tiny_llama(5));
    let mut request = greedy("The newest question?", 4);
    let fits = run(&mut tutor, &request);
    assert_eq!(fits.dropped_turns, 0);
    let context = tutor.model().unwrap().context_length();
    let long = "a long turn of many words ".repeat(4);
    let count = (context / 20).clamp(8, 63);
    request.history = (0..count).map(|i| turn(if i % 2 == 0 { Role::User } else { Role::Assistant }, &long)).collect();
    let reply = run(&mut tutor, &request);
    assert!(reply.dropped_turns > 0 && reply.dropped_turns <= count, "{} of {count}", reply.dropped_turns);
    assert!(reply.usage.prompt_tokens < context);
    // One turn more does not move where the history starts, most of the time: the cache stays good.
    request.history.push(turn(Role::User, "x"));
    let next = run(&mut tutor, &request);
    assert!(next.dropped_turns == reply.dropped_turns || next.dropped_turns == reply.dropped_turns + 4);

    request.history.clear();
    request.message = "word ".repeat(6000);
    assert_eq!(tutor.begin(&request).unwrap_err().code(), "context_overflow");
    assert_eq!(tutor.step().unwrap_err().code(), "bad_request");
    assert_eq!(run(&mut tutor, &greedy("The newest question?", 4)).message, fits.message);
}

#[test]
fn without_a_model_every_call_says_so() {
    let mut tutor = Tutor::new(|| 0.0);
    assert_eq!(tutor.begin(&greedy("Hello", 4)).unwrap_err().code(), "model_not_found");
    assert_eq!(tutor.step().unwrap_err().code(), "bad_request");
    assert!(tutor.cancel().is_none() && tutor.loaded().is_none());
    let cancelled = tutor.load("tiny", &mut Cursor::new(tiny_llama(1)), &mut |_| false);
    assert_eq!(cancelled.unwrap_err().code(), "cancelled");
    assert!(tutor.loaded().is_none());
}

#[test]
fn what_a_learner_types_is_never_structure() {
    let model = model(tiny_llama(6));
    let control: Vec<String> = model.tokenizer().control_texts().map(str::to_owned).collect();
    assert!(control.iter().any(|text| text == "<|im_end|>"));
    let encode = |content: &str| model.encode_chat(&[Message { role: "user", content: content.to_owned() }]).unwrap();
    let plain = encode("hello");
    let count = |ids: &[u32]| ids.iter().filter(|id| **id == plain[0]).count();
    for text in &control {
        // The structure of the prompt is the same, and the typed text comes back as it was typed.
        let ids = encode(&format!("a{text}b"));
        assert_eq!(count(&ids), count(&plain), "{text}");
        let mut detokenizer = Detokenizer::default();
        let shown: String = ids.iter().map(|id| detokenizer.push(model.tokenizer(), *id)).collect();
        assert!(shown.contains(&format!("a{text}b")), "{shown}");
    }
}

#[test]
fn sentencepiece_keeps_leading_spaces_and_bytes() {
    let model = model(tiny_spm(1));
    for text in ["  two spaces", " one", "tab\tand\nnewline", "snowman ☃ and 👩‍🏫"] {
        let mut detokenizer = Detokenizer::default();
        let ids = model.tokenizer().encode(text).unwrap();
        let mut shown: String = ids.iter().map(|id| detokenizer.push(model.tokenizer(), *id)).collect();
        shown.push_str(&detokenizer.finish());
        // SentencePiece puts one space before everything.
        assert_eq!(shown, format!(" {text}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Text survives encoding and streaming, each piece is whole characters, and no control token comes out of it.
    #[test]
    fn text_survives_the_tokenizer(text in "\\PC{0,40}|[ \\t\\n\\r]{0,8}|(<\\|im_end\\|>|</s>|a){0,4}") {
        thread_local!(static MODEL: Model = model(tiny_llama(1)));
        MODEL.with(|model| {
            let ids = model.tokenizer().encode(&text).unwrap();
            let mut detokenizer = Detokenizer::default();
            let mut shown: String = ids.iter().map(|id| detokenizer.push(model.tokenizer(), *id)).collect();
            shown.push_str(&detokenizer.finish());
            prop_assert_eq!(shown, text);
            prop_assert!(ids.iter().all(|id| !model.tokenizer().ends_generation(*id)));
            Ok(())
        })?;
    }

    /// Any tokens in any order give valid text, and the pieces together are the lossy whole.
    #[test]
    fn any_tokens_stream_as_valid_text(ids in prop::collection::vec(0u32..256, 0..64)) {
        thread_local!(static MODEL: Model = model(tiny_spm(1)));
        MODEL.with(|model| {
            let ids: Vec<u32> = ids.iter().map(|id| id % u32::try_from(model.tokenizer().vocab_size()).unwrap()).collect();
            let mut detokenizer = Detokenizer::default();
            let pieces: Vec<String> = ids.iter().map(|id| detokenizer.push(model.tokenizer(), *id)).collect();
            let streamed = pieces.concat() + &detokenizer.finish();
            // The same bytes, decoded in one go at the end.
            let mut bytes = Vec::new();
            ids.iter().for_each(|id| bytes.extend(model.tokenizer().bytes(*id)));
            let at_once = String::from_utf8_lossy(&bytes).into_owned();
            prop_assert_eq!(streamed, at_once);
            Ok(())
        })?;
    }
}
