//! From a model's probabilities to a confidence that means something: of suggestions at 0.8, about 80% are right.
//!
//! Platt scaling (Platt 1999, "Probabilistic outputs for support vector machines"): the logit of the probability is scaled and shifted,
//! both fitted on suggestions for held-out code of which it is known whether they are right. `tests/insights.rs` has the measurement
//! (`calibrate`): names of real code are replaced by poor ones, and a suggestion is right where it is the name that stood there.

/// A scale and a shift of logits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// What the logit is multiplied with.
    pub scale: f64,
    /// What is added then.
    pub shift: f64,
}

/// As the model says it.
pub const IDENTITY: Calibration = Calibration { scale: 1.0, shift: 0.0 };

/// Probabilities are kept away from 0 and 1, where logits have no end.
const EDGE: f64 = 1e-6;
/// Steps of Newton's method, which needs a handful.
const STEPS: usize = 50;
/// Keeps the fit of a few examples, or of all right, from running away.
const RIDGE: f64 = 1e-3;

/// What was measured, by the model's id. The published weights cannot be had where these tests run, so nothing has been yet.
const MEASURED: [(&str, Calibration); 0] = [];

/// The calibration of a model, by its id; as the model says it, where none was measured.
#[must_use]
pub fn of(model: &str) -> Calibration {
    MEASURED.iter().find(|(id, _)| *id == model).map_or(IDENTITY, |(_, calibration)| *calibration)
}

impl Calibration {
    /// The confidence for a probability.
    #[must_use]
    pub fn confidence(self, probability: f64) -> f64 {
        logistic(self.scale * logit(probability) + self.shift)
    }

    /// The calibration under which these outcomes (a probability, and whether it was right) are likeliest.
    #[must_use]
    pub fn fit(outcomes: &[(f64, bool)]) -> Self {
        let likelihood = |scale: f64, shift: f64| {
            let sum: f64 = outcomes
                .iter()
                .map(|(probability, right)| {
                    let x = scale * logit(*probability) + shift;
                    // ln(logistic(x)), which never overflows.
                    let x = if *right { x } else { -x };
                    x.min(0.0) - (-x.abs()).exp().ln_1p()
                })
                .sum();
            sum - RIDGE / 2.0 * ((scale - 1.0) * (scale - 1.0) + shift * shift)
        };
        let (mut scale, mut shift) = (1.0, 0.0);
        for _ in 0..STEPS {
            // The slope of the likelihood, and its curvature; both pulled towards the identity a little.
            let (mut to_scale, mut to_shift) = (RIDGE * (1.0 - scale), RIDGE * (0.0 - shift));
            let (mut ss, mut st, mut tt) = (RIDGE, 0.0, RIDGE);
            for (probability, right) in outcomes {
                let x = logit(*probability);
                let p = logistic(scale * x + shift);
                let miss = f64::from(u8::from(*right)) - p;
                let weight = p * (1.0 - p);
                to_scale += miss * x;
                to_shift += miss;
                ss += weight * x * x;
                st += weight * x;
                tt += weight;
            }
            let determinant = ss * tt - st * st;
            if determinant <= f64::MIN_POSITIVE {
                break;
            }
            let (by_scale, by_shift) =
                ((tt * to_scale - st * to_shift) / determinant, (ss * to_shift - st * to_scale) / determinant);
            // A whole step may go too far: as much of it as brings something.
            let here = likelihood(scale, shift);
            let shares = (0..30).map(|halved| 0.5f64.powi(halved));
            let better = shares.map(|share| (scale + share * by_scale, shift + share * by_shift));
            let Some(next) = better.into_iter().find(|(scale, shift)| likelihood(*scale, *shift) > here) else { break };
            (scale, shift) = next;
        }
        Self { scale, shift }
    }
}

/// How far confidences are from what came true: the expected calibration error over ten bins (Naeini et al. 2015), from 0 to 1.
#[must_use]
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn error(outcomes: &[(f64, bool)]) -> f64 {
    let mut bins = [(0usize, 0.0, 0usize); 10];
    for (confidence, right) in outcomes {
        let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
        bin.0 += 1;
        bin.1 += confidence;
        bin.2 += usize::from(*right);
    }
    bins.iter().map(|(_, sum, right)| (sum - *right as f64).abs()).sum::<f64>() / outcomes.len().max(1) as f64
}

fn logit(probability: f64) -> f64 {
    let p = if probability.is_nan() { EDGE } else { probability.clamp(EDGE, 1.0 - EDGE) };
    (p / (1.0 - p)).ln()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Evenly spread probabilities, each right as often as `truth` says.
    fn outcomes(truth: impl Fn(f64) -> f64) -> Vec<(f64, bool)> {
        let mut state = 1u64;
        let mut random = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        (0..20_000).map(|i| (f64::from(i) + 0.5) / 20_000.0).map(|p| (p, random() < truth(p))).collect()
    }

    #[test]
    fn at_a_confidence_of_80_percent_80_percent_are_right() {
        // A model that is too sure of itself, one that is too modest, one that is right by chance, one that is honest.
        let truths: [fn(f64) -> f64; 4] =
            [|p| logistic(0.4 * logit(p) - 0.8), |p| logistic(2.5 * logit(p) + 0.5), |_| 0.3, |p| p];
        for truth in truths {
            let seen = outcomes(truth);
            let calibration = Calibration::fit(&seen);
            let told: Vec<_> = seen.iter().map(|(p, right)| (calibration.confidence(*p), *right)).collect();
            assert!(error(&told) < 0.02, "{calibration:?}: {}", error(&told));
            let near: Vec<_> = told.iter().filter(|(p, _)| (0.75..0.85).contains(p)).collect();
            if near.len() > 300 {
                let right = near.iter().filter(|(_, right)| *right).count() as f64 / near.len() as f64;
                assert!((0.75..0.85).contains(&right), "{right} of {}", near.len());
            }
        }
        let boasts = outcomes(|p| logistic(0.4 * logit(p) - 0.8));
        assert!(error(&boasts) > 0.15);
        let honest = Calibration::fit(&outcomes(|p| p));
        assert!((honest.scale - 1.0).abs() < 0.05 && honest.shift.abs() < 0.05, "{honest:?}");
    }

    #[test]
    fn few_outcomes_and_extremes_are_borne() {
        assert_eq!(Calibration::fit(&[]), IDENTITY);
        for seen in [vec![(1.0, true)], vec![(0.0, false); 5], vec![(f64::NAN, true), (2.0, false), (-1.0, true)]] {
            let calibration = Calibration::fit(&seen);
            for p in [0.0, 0.5, 1.0, f64::NAN] {
                let confidence = calibration.confidence(p);
                assert!((0.0..=1.0).contains(&confidence), "{seen:?} {calibration:?} {p}: {confidence}");
            }
        }
        assert!((IDENTITY.confidence(0.3) - 0.3).abs() < 1e-9);
        assert!(error(&[]).abs() < 1e-9);
    }
}
