//! A chat model: weights, tokenizer and template of one GGUF file.

use std::io::{Read, Seek};

use super::arch::llama::{Llama, Logits};
use super::kernels::OnBytes;
use super::kv_cache::KvCache;
use super::template::{ChatTemplate, Message};
use super::tokenizer::Tokenizer;
use crate::error::{Error, Result};
use crate::model::gguf::{Gguf, Value};

/// The architectures. A new one is a file in `arch` and a variant here.
enum Arch {
    Llama(Llama),
}

/// A model that can chat.
pub struct Model {
    arch: Arch,
    tokenizer: Tokenizer,
    template: ChatTemplate,
}

impl Model {
    /// Loads a GGUF file: header, vocabulary and template first, then tensor by tensor. `on_progress` hears bytes read
    /// and bytes in all, and cancels by returning false. `tokenizer` reads the file's own vocabulary ([`Tokenizer::from_gguf`]) or another one;
    /// what is not named here is not in the page's engine.
    ///
    /// # Errors
    /// `model_corrupt`, `model_unsupported`, `out_of_memory`, `cancelled`.
    pub fn load(
        file: &mut (impl Read + Seek),
        tokenizer: impl FnOnce(&mut Gguf) -> Result<Tokenizer>,
        on_progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Self> {
        let mut gguf = Gguf::read(file)?;
        let arch = gguf.str("general.architecture")?.to_owned();
        if !matches!(arch.as_str(), "llama" | "qwen2") {
            return Err(Error::unsupported(format!(
                "The model's architecture is `{arch}`; `llama` and `qwen2` chat models are run."
            )));
        }
        let tokenizer = tokenizer(&mut gguf)?;
        let template = match gguf.take("tokenizer.chat_template") {
            Some(Value::String(source)) => ChatTemplate::new(&source, tokenizer.bos_text(), tokenizer.eos_text())?,
            _ => {
                return Err(Error::unsupported(
                    "The model has no chat template, so it was not made to chat. Take an instruct or chat model.",
                ));
            }
        };
        for list in ["tokens", "merges", "scores", "token_type"] {
            gguf.take(&format!("tokenizer.ggml.{list}"));
        }
        let total = gguf.tensor_bytes();
        let mut done = 0;
        let on_bytes: OnBytes = &mut |bytes| {
            done += bytes;
            on_progress(done, total)
        };
        let arch = Arch::Llama(Llama::load(&gguf, file, tokenizer.vocab_size(), on_bytes)?);
        Ok(Self { arch, tokenizer, template })
    }

    /// The tokenizer.
    #[must_use]
    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    /// Token ids of a chat up to the point where the assistant is to speak.
    ///
    /// # Errors
    /// `model_unsupported` when the template fails.
    pub fn encode_chat(&self, messages: &[Message]) -> Result<Vec<u32>> {
        let control: Vec<&str> = self.tokenizer.control_texts().collect();
        let rendered = self.template.render(messages, control.iter().copied())?;
        self.tokenizer.encode_prompt(&rendered.text, &rendered.mark)
    }

    /// Context length in tokens that the model was trained for.
    #[must_use]
    pub fn context_length(&self) -> usize {
        let Arch::Llama(llama) = &self.arch;
        llama.context_length()
    }

    /// Tells models with different weights apart.
    #[must_use]
    pub fn fingerprint(&self) -> &[u8] {
        let Arch::Llama(llama) = &self.arch;
        llama.fingerprint()
    }

    /// An empty cache of the right shape.
    #[must_use]
    pub fn new_cache(&self) -> KvCache {
        let Arch::Llama(llama) = &self.arch;
        llama.new_cache()
    }

    /// See [`Llama::forward`].
    ///
    /// # Errors
    /// As there.
    pub fn forward(&self, cache: &mut KvCache, tokens: &[u32], wanted: Logits) -> Result<Vec<f32>> {
        let Arch::Llama(llama) = &self.arch;
        llama.forward(cache, tokens, wanted)
    }
}
