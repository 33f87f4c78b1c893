//! How something grows: sums of products of powers, logarithms and exponentials of sizes.

use std::collections::BTreeMap;

/// A size that is not known before the program runs, by its number.
pub(super) type Symbol = usize;

/// How a term grows with one size; the fields that matter most come first, so that they compare as they grow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Growth {
    /// `n!`.
    pub factorial: u32,
    /// `base^n`; 0 is none.
    pub base: u32,
    /// `n^power`, in hundredths.
    pub power: u32,
    /// `log^k n`.
    pub log: u32,
    /// `log log n`, to a power.
    pub log_log: u32,
}

/// A product.
type Term = BTreeMap<Symbol, Growth>;

/// More independent parts than this are no answer.
const MAX_TERMS: usize = 6;
const MAX_POWER: u32 = 1200;

/// A sum of terms, of which none is greater than another one for all sizes. `None` in place of it is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cost(Vec<Term>);

impl Cost {
    /// What does not grow.
    pub fn one() -> Self {
        Self(vec![Term::new()])
    }

    /// A size itself.
    pub fn of(symbol: Symbol) -> Self {
        Self::with(symbol, Growth { power: 100, ..Growth::default() })
    }

    /// One size, grown so.
    pub fn with(symbol: Symbol, growth: Growth) -> Self {
        if growth == Growth::default() { Self::one() } else { Self(vec![Term::from([(symbol, growth)])]) }
    }

    /// Whether it does not grow.
    pub fn is_one(&self) -> bool {
        self.0.iter().all(BTreeMap::is_empty)
    }

    /// The sizes in it, each once.
    pub fn symbols(&self) -> Vec<Symbol> {
        let mut all: Vec<_> = self.0.iter().flat_map(|term| term.keys().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The size that this is, where it is one.
    pub fn symbol(&self) -> Option<Symbol> {
        match self.symbols()[..] {
            [one] if *self == Self::of(one) => Some(one),
            _ => None,
        }
    }

    /// The fastest growth with a size.
    pub fn growth(&self, symbol: Symbol) -> Growth {
        self.0.iter().filter_map(|term| term.get(&symbol)).max().copied().unwrap_or_default()
    }

    fn push(&mut self, term: Term) {
        if self.0.iter().any(|other| dominates(other, &term)) {
            return;
        }
        self.0.retain(|other| !dominates(&term, other));
        self.0.push(term);
    }

    /// One after the other.
    pub fn plus(mut self, other: &Self) -> Self {
        other.0.iter().for_each(|term| self.push(term.clone()));
        self
    }

    /// One for each step of the other one; unknown where that is beyond telling.
    pub fn times(&self, other: &Self) -> Option<Self> {
        let mut product = Self(Vec::new());
        for (left, right) in self.0.iter().flat_map(|left| other.0.iter().map(move |right| (left, right))) {
            let mut term = left.clone();
            for (symbol, growth) in right {
                let entry = term.entry(*symbol).or_default();
                entry.factorial += growth.factorial;
                entry.base = if entry.base == 0 || growth.base == 0 {
                    entry.base + growth.base
                } else {
                    entry.base.checked_mul(growth.base)?
                };
                entry.power += growth.power;
                entry.log += growth.log;
                entry.log_log += growth.log_log;
                if entry.power > MAX_POWER || entry.factorial > 4 || entry.base > 1000 {
                    return None;
                }
            }
            product.push(term);
        }
        (product.0.len() <= MAX_TERMS).then_some(product)
    }

    /// How often it can be halved.
    pub fn log(&self) -> Self {
        let mut logs = Self::one();
        for (symbol, growth) in self.0.iter().flatten() {
            let growth = if growth.base > 0 || growth.factorial > 0 {
                Growth { power: 100, ..Growth::default() }
            } else if growth.power > 0 {
                Growth { log: 1, ..Growth::default() }
            } else if growth.log > 0 {
                Growth { log_log: 1, ..Growth::default() }
            } else {
                continue;
            };
            logs.push(Term::from([(*symbol, growth)]));
        }
        logs
    }

    /// Its power with this many hundredths as exponent.
    pub fn power(&self, hundredths: u32) -> Option<Self> {
        let mut powers = Self(Vec::new());
        for term in &self.0 {
            let mut term = term.clone();
            for growth in term.values_mut() {
                if growth.base > 0 || growth.factorial > 0 || growth.log > 0 || growth.log_log > 0 {
                    return None;
                }
                growth.power = (growth.power * hundredths + 50) / 100;
            }
            powers.push(term);
        }
        Some(powers)
    }

    /// `base` to its power; unknown where it is no sum of plain sizes.
    pub fn exponential(&self, base: u32) -> Option<Self> {
        let mut result = Self::one();
        for symbol in self.symbols() {
            if self.growth(symbol) != (Growth { power: 100, ..Growth::default() }) {
                return None;
            }
            result = result.times(&Self::with(symbol, Growth { base, ..Growth::default() }))?;
        }
        Some(result)
    }

    /// With other sizes in place of its own.
    pub fn map(&self, mut to: impl FnMut(Symbol) -> Option<Self>) -> Option<Self> {
        let mut sum = Self(Vec::new());
        for term in &self.0 {
            let mut product = Self::one();
            for (symbol, growth) in term {
                let size = to(*symbol)?;
                let mut factor = size.power(growth.power)?;
                for _ in 0..growth.log {
                    factor = factor.times(&size.log())?;
                }
                for _ in 0..growth.log_log {
                    factor = factor.times(&size.log().log())?;
                }
                if growth.base > 0 {
                    factor = factor.times(&size.exponential(growth.base)?)?;
                }
                if growth.factorial > 0 && !size.is_one() {
                    let factorial = Growth { factorial: growth.factorial, ..Growth::default() };
                    factor = factor.times(&Self::with(size.symbol()?, factorial))?;
                }
                product = product.times(&factor)?;
            }
            sum = sum.plus(&product);
        }
        Some(sum)
    }

    /// In the notation of the field; `name` gives the names of the sizes.
    pub fn big_o(&self, name: impl Fn(Symbol) -> String) -> String {
        let mut terms: Vec<_> = self.0.iter().map(|term| write_term(term, &name)).collect();
        // n before m before k.
        terms.sort_by(|left, right| right.cmp(left));
        format!("O({})", terms.join(" + "))
    }

    /// For the order of the functions of a file: the term that grows fastest when all sizes grow alike.
    pub fn rank(&self) -> Growth {
        let sum = |term: &Term| {
            term.values().fold(Growth::default(), |sum, growth| Growth {
                factorial: sum.factorial + growth.factorial,
                base: sum.base.max(1) * growth.base.max(1) - u32::from(sum.base == 0 && growth.base == 0),
                power: sum.power + growth.power,
                log: sum.log + growth.log,
                log_log: sum.log_log + growth.log_log,
            })
        };
        self.0.iter().map(sum).max().unwrap_or_default()
    }
}

fn dominates(term: &Term, other: &Term) -> bool {
    other.iter().all(|(symbol, growth)| term.get(symbol).is_some_and(|own| own >= growth))
}

fn write_term(term: &Term, name: &impl Fn(Symbol) -> String) -> String {
    let mut factors: Vec<(usize, String)> = Vec::new();
    let mut bases: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (symbol, growth) in term {
        let name = name(*symbol);
        match (growth.power, growth.power % 100) {
            (0, _) => {}
            (100, _) => factors.push((0, name.clone())),
            (50, _) => factors.push((0, format!("sqrt({name})"))),
            (power, 0) => factors.push((0, format!("{name}^{}", power / 100))),
            (150, _) => factors.push((0, format!("{name} * sqrt({name})"))),
            (power, _) => factors.push((0, format!("{name}^{}", f64::from(power) / 100.0))),
        }
        match growth.log {
            0 => {}
            1 => factors.push((3, format!("log {name}"))),
            log => factors.push((3, format!("log^{log} {name}"))),
        }
        match growth.log_log {
            0 => {}
            1 => factors.push((4, format!("log log {name}"))),
            log => factors.push((4, format!("(log log {name})^{log}"))),
        }
        for _ in 0..growth.factorial {
            factors.push((2, format!("{name}!")));
        }
        if growth.base > 0 {
            bases.entry(growth.base).or_default().push(name);
        }
    }
    for (base, mut names) in bases {
        names.sort_by(|left, right| right.cmp(left));
        let exponent = if names.len() == 1 { names.concat() } else { format!("({})", names.join(" + ")) };
        factors.push((1, format!("{base}^{exponent}")));
    }
    factors.sort_by(|left, right| left.0.cmp(&right.0).then_with(|| right.1.cmp(&left.1)));
    let mut text = String::new();
    for (index, (class, factor)) in factors.iter().enumerate() {
        if index > 0 {
            text += if *class >= 3 { " " } else { " * " };
        }
        text += factor;
    }
    if text.is_empty() { "1".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(cost: &Cost) -> String {
        cost.big_o(|symbol| ["n", "m", "k"][symbol].to_owned())
    }

    #[test]
    fn the_greater_term_stays_and_independent_ones_both() {
        let (n, m) = (Cost::of(0), Cost::of(1));
        assert_eq!(show(&n.clone().plus(&m)), "O(n + m)");
        assert_eq!(show(&n.times(&n).unwrap().plus(&n)), "O(n^2)");
        assert_eq!(show(&n.times(&n.log()).unwrap()), "O(n log n)");
        assert_eq!(show(&n.clone().plus(&m).exponential(2).unwrap()), "O(2^(n + m))");
        assert_eq!(show(&n.power(50).unwrap()), "O(sqrt(n))");
        assert_eq!(show(&Cost::one()), "O(1)");
    }

    #[test]
    fn sizes_are_replaced_within_powers_and_logarithms() {
        let cost = Cost::of(0).times(&Cost::of(0).log()).unwrap();
        let square = Cost::of(1).times(&Cost::of(1)).unwrap();
        assert_eq!(show(&cost.map(|_| Some(square.clone())).unwrap()), "O(m^2 log m)");
        assert_eq!(cost.map(|_| None), None);
    }
}
