//! Choosing the next token from its logits.
//!
//! The same logits, settings and seed give the same token on every platform: arithmetic that platforms round
//! differently (`exp`) comes from libm, ties go to the lower id, and the generator is written out here.

/// How the next token is chosen. Filters apply in this order, as llama.cpp's default chain does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SamplingParams {
    /// Logits of tokens among the last `repeat_window` are divided by this if positive and multiplied if negative
    /// (Keskar et al. 2019, <https://arxiv.org/abs/1909.05858>). 1 does nothing.
    pub repeat_penalty: f32,
    /// How many of the last tokens the penalty looks at.
    pub repeat_window: usize,
    /// Keep the k likeliest; 0 keeps all.
    pub top_k: usize,
    /// Keep the likeliest that together reach this probability (Holtzman et al. 2020,
    /// <https://arxiv.org/abs/1904.09751>). 1 keeps all.
    pub top_p: f32,
    /// Keep those at least this share as likely as the likeliest. 0 keeps all.
    pub min_p: f32,
    /// Divides the logits; 0 takes the likeliest and ignores the filters.
    pub temperature: f32,
    /// Start of the random generator.
    pub seed: u64,
}

impl SamplingParams {
    /// Always the likeliest token.
    pub const GREEDY: Self =
        Self { repeat_penalty: 1.0, repeat_window: 64, top_k: 0, top_p: 1.0, min_p: 0.0, temperature: 0.0, seed: 0 };
}

/// A sampler with its generator's state.
pub struct Sampler {
    params: SamplingParams,
    state: u64,
}

impl Sampler {
    /// A sampler that starts from the seed.
    #[must_use]
    pub fn new(params: SamplingParams) -> Self {
        Self { params, state: params.seed }
    }

    /// Chooses a token. `logits` has one number per token and is changed; `recent` are the tokens so far, oldest first.
    pub fn sample(&mut self, logits: &mut [f32], recent: &[u32]) -> u32 {
        self.penalize(logits, recent);
        if self.params.temperature <= 0.0 {
            return argmax(logits);
        }
        let mut candidates: Vec<(u32, f32)> = (0u32..).zip(logits.iter().copied()).collect();
        let by_logit = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        let k = if self.params.top_k == 0 { candidates.len() } else { self.params.top_k };
        if k < candidates.len() {
            candidates.select_nth_unstable_by(k, by_logit);
            candidates.truncate(k);
        }
        candidates.sort_unstable_by(by_logit);

        let weights = softmax(&candidates, 1.0);
        let mut reached = 0.0;
        let likeliest = weights.first().copied().unwrap_or(0.0);
        let keep = weights.iter().take_while(|weight| {
            let wanted = reached < self.params.top_p && **weight >= self.params.min_p * likeliest;
            reached += **weight;
            wanted
        });
        let keep = keep.count().max(1);
        candidates.truncate(keep);

        let weights = softmax(&candidates, self.params.temperature);
        let mut left = self.random();
        for ((id, _), weight) in candidates.iter().zip(&weights) {
            left -= weight;
            if left < 0.0 {
                return *id;
            }
        }
        candidates.last().map_or(0, |(id, _)| *id)
    }

    fn penalize(&self, logits: &mut [f32], recent: &[u32]) {
        let penalty = self.params.repeat_penalty;
        #[allow(clippy::float_cmp)]
        if penalty == 1.0 {
            return;
        }
        let recent = &recent[recent.len().saturating_sub(self.params.repeat_window)..];
        for (i, id) in recent.iter().enumerate() {
            if !recent[..i].contains(id)
                && let Some(logit) = logits.get_mut(*id as usize)
            {
                *logit = if *logit > 0.0 { *logit / penalty } else { *logit * penalty };
            }
        }
    }

    /// Uniform in [0, 1), 24 bits of SplitMix64 (Steele, Lea and Flood 2014).
    fn random(&mut self) -> f32 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        #[allow(clippy::cast_precision_loss)]
        let bits = (z >> 40) as f32;
        bits / 16_777_216.0
    }
}

/// The token with the largest logit, the lower id on a tie; NaN never wins.
#[must_use]
pub fn argmax(logits: &[f32]) -> u32 {
    let mut best = (0, f32::NEG_INFINITY);
    for (id, &logit) in (0u32..).zip(logits) {
        if logit > best.1 {
            best = (id, logit);
        }
    }
    best.0
}

/// Probabilities of candidates that are sorted by falling logit.
fn softmax(candidates: &[(u32, f32)], temperature: f32) -> Vec<f32> {
    let max = candidates.first().map_or(0.0, |(_, logit)| *logit);
    let mut weights: Vec<f32> = candidates.iter().map(|(_, logit)| libm::expf((logit - max) / temperature)).collect();
    let sum: f32 = weights.iter().sum();
    for weight in &mut weights {
        *weight /= sum;
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(params: SamplingParams, logits: &[f32], n: usize) -> Vec<u32> {
        let mut sampler = Sampler::new(params);
        (0..n).map(|_| sampler.sample(&mut logits.to_vec(), &[])).collect()
    }

    const HOT: SamplingParams = SamplingParams { temperature: 1.0, seed: 7, ..SamplingParams::GREEDY };

    #[test]
    fn greedy_takes_the_likeliest_and_the_lower_id_on_a_tie() {
        assert_eq!(draw(SamplingParams::GREEDY, &[1.0, 3.0, 3.0, f32::NAN], 1), [1]);
        assert_eq!(argmax(&[]), 0);
    }

    #[test]
    fn frequencies_follow_the_probabilities() {
        // Probabilities 0.5, 0.3, 0.2.
        let logits = [0.5f32.ln(), 0.3f32.ln(), 0.2f32.ln()];
        let drawn = draw(HOT, &logits, 20_000);
        for (id, share) in [(0, 0.5), (1, 0.3), (2, 0.2)] {
            let got = drawn.iter().filter(|x| **x == id).count() as f64 / 20_000.0;
            assert!((got - share).abs() < 0.015, "token {id}: {got}");
        }
    }

    #[test]
    fn filters_keep_what_they_say() {
        let logits = [0.5f32.ln(), 0.3f32.ln(), 0.15f32.ln(), 0.05f32.ln()];
        let kinds = |params| {
            let mut drawn = draw(params, &logits, 2000);
            drawn.sort_unstable();
            drawn.dedup();
            drawn
        };
        assert_eq!(kinds(HOT), [0, 1, 2, 3]);
        assert_eq!(kinds(SamplingParams { top_k: 2, ..HOT }), [0, 1]);
        assert_eq!(kinds(SamplingParams { top_p: 0.75, ..HOT }), [0, 1]);
        assert_eq!(kinds(SamplingParams { top_p: 0.0, ..HOT }), [0]);
        assert_eq!(kinds(SamplingParams { min_p: 0.25, ..HOT }), [0, 1, 2]);
    }

    #[test]
    fn the_penalty_moves_recent_tokens_down_once_and_only_within_the_window() {
        let params = SamplingParams { repeat_penalty: 2.0, repeat_window: 2, ..SamplingParams::GREEDY };
        let mut logits = [4.0, 3.0, -1.0];
        assert_eq!(Sampler::new(params).sample(&mut logits, &[1, 2, 2, 0]), 1);
        assert_eq!(logits, [2.0, 3.0, -2.0]);
    }

    #[test]
    fn the_same_seed_gives_these_tokens_on_every_platform() {
        let logits: Vec<f32> = (0..50u8).map(|i| f32::from(i % 7) * 0.37).collect();
        let params = SamplingParams { temperature: 0.8, top_k: 40, top_p: 0.95, seed: 42, ..HOT };
        assert_eq!(draw(params, &logits, 8), draw(params, &logits, 8));
    }
}
