//! Who may ask, and in which order: one inference thread owns the one [`Tutor`], and a bounded queue stands before it.
//!
//! The model is loaded by the first question, not at the start. Giving up on an [`Answer`] (dropping it) is heard between
//! two steps. A panic costs the one job its answer; the next gets a fresh tutor.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::Tutor;
use crate::api::{ChatEvent, ChatReply, ChatRequest, ErrorBody, Progress};
use crate::error::{Error, Result};
use crate::platform::native::{ModelFolder, Snapshots, now_ms};
use crate::tutor;

/// The way to the inference thread. Clones share it.
#[derive(Clone)]
pub struct Inference {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Mutex<Queue>,
    arrived: Condvar,
    capacity: usize,
    models: Arc<ModelFolder>,
    /// What the operator asked for; none is the folder's default, looked up at each load.
    model: Option<String>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Job>,
    answering: bool,
    stopped: bool,
    model: ModelState,
}

struct Job {
    request: ChatRequest,
    // Unbounded, so that a client that does not read cannot hold up the others; an answer's length is bounded anyway.
    events: UnboundedSender<Result<ChatEvent>>,
}

/// What is known of the model.
#[derive(Default, Clone)]
enum ModelState {
    #[default]
    Unloaded,
    Loading {
        id: String,
        progress: Option<Progress>,
    },
    Loaded {
        id: String,
    },
    Failed(Error),
}

/// The part of `GET /health` that the inference thread knows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// `ok`; `loading` while the model is read; `error` when the last load failed (the next question tries again).
    pub status: &'static str,
    /// The model.
    pub model: ModelHealth,
    /// The queue.
    pub queue: QueueHealth,
}

/// What is known of the model.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ModelHealth {
    /// The model that is or will be loaded, as far as it is known.
    pub id: Option<String>,
    /// Whether it is in memory.
    pub loaded: bool,
    /// How far a load has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// Why the last load failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorBody>,
}

/// How busy the tutor is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QueueHealth {
    /// Questions that wait.
    pub waiting: usize,
    /// How many may.
    pub capacity: usize,
    /// Whether an answer is under way.
    pub answering: bool,
}

/// An answer under way. Dropping it cancels.
pub struct Answer {
    events: UnboundedReceiver<Result<ChatEvent>>,
}

impl Answer {
    /// The next event; none after the last.
    pub async fn next(&mut self) -> Option<Result<ChatEvent>> {
        self.events.recv().await
    }

    /// The stream of events.
    #[must_use]
    pub fn into_events(self) -> UnboundedReceiver<Result<ChatEvent>> {
        self.events
    }

    /// Waits for the end.
    ///
    /// # Errors
    /// Whatever ended the answer.
    pub async fn reply(mut self) -> Result<ChatReply> {
        while let Some(event) = self.next().await {
            if let ChatEvent::Done { reply } = event? {
                return Ok(reply);
            }
        }
        Err(Error::Cancelled)
    }
}

impl Inference {
    /// Starts the thread. `capacity` is how many questions may wait beside the one that is being answered.
    ///
    /// # Errors
    /// `internal` when there can be no thread.
    pub fn start(models: Arc<ModelFolder>, model: Option<String>, capacity: usize) -> Result<Self> {
        let queue = Mutex::new(Queue::default());
        let shared = Arc::new(Shared { queue, arrived: Condvar::new(), capacity, models, model });
        let worker = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("inference".into());
        match thread.spawn(move || worker.work()) {
            Ok(_) => Ok(Self { shared }),
            Err(error) => Err(Error::internal(format!("The inference thread cannot start: {error}."))),
        }
    }

    /// Gets in line.
    ///
    /// # Errors
    /// `bad_request` when the request breaks a bound; `busy` when the queue is full or the server is stopping.
    pub fn ask(&self, request: ChatRequest) -> Result<Answer> {
        tutor::check(&request)?;
        let (events, receiver) = unbounded_channel();
        let mut queue = self.shared.lock();
        // Who gave up while waiting does not count.
        queue.waiting.retain(|job| !job.events.is_closed());
        if queue.stopped {
            return Err(Error::Busy("The server is stopping. Try again in a moment.".into()));
        }
        // One that finds the thread idle is on its way to it and waits for nobody.
        let room = self.shared.capacity + usize::from(!queue.answering);
        if queue.waiting.len() >= room {
            let waiting = queue.waiting.len();
            return Err(Error::Busy(
                format!("The tutor is busy and {waiting} questions wait already. Try again in a moment.").into(),
            ));
        }
        queue.waiting.push_back(Job { request, events });
        self.shared.arrived.notify_one();
        Ok(Answer { events: receiver })
    }

    /// How things are.
    #[must_use]
    pub fn health(&self) -> Health {
        let queue = self.shared.lock();
        let waiting = queue.waiting.iter().filter(|job| !job.events.is_closed()).count();
        let mut model = ModelHealth { id: self.shared.model.clone(), loaded: false, progress: None, error: None };
        let mut status = "ok";
        match &queue.model {
            ModelState::Unloaded => {}
            ModelState::Loading { id, progress } => {
                status = "loading";
                model.id = Some(id.clone());
                model.progress = *progress;
            }
            ModelState::Loaded { id } => {
                model.id = Some(id.clone());
                model.loaded = true;
            }
            ModelState::Failed(error) => {
                status = "error";
                model.error = Some(super::error::body(error));
            }
        }
        let queue = QueueHealth { waiting, capacity: self.shared.capacity, answering: queue.answering };
        Health { status, model, queue }
    }

    /// Ends the answer under way, the waiting ones and the thread.
    pub fn stop(&self) {
        let mut queue = self.shared.lock();
        queue.stopped = true;
        for job in queue.waiting.drain(..) {
            job.send(Err(Error::Cancelled));
        }
        self.shared.arrived.notify_all();
    }
}

impl Job {
    fn send(&self, event: Result<ChatEvent>) {
        // Nobody listening any more is heard by is_closed before the next step.
        let _ = self.events.send(event);
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        // Nothing that can panic happens under the lock.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) {
        let mut tutor = Tutor::new(now_ms);
        while let Some(job) = self.next_job() {
            let outcome = catch_unwind(AssertUnwindSafe(|| self.answer(&mut tutor, &job)));
            let result = outcome.unwrap_or_else(|_| {
                tutor = Tutor::new(now_ms);
                self.lock().model = ModelState::Unloaded;
                Err(Error::internal(
                    "The tutor failed at this question and starts afresh. Try again, or ask differently.",
                ))
            });
            if let Err(error) = result {
                match error {
                    Error::Cancelled => tracing::info!("answer cancelled"),
                    _ => tracing::warn!("answer failed: {error} ({})", error.code()),
                }
                job.send(Err(error));
            }
            self.lock().answering = false;
        }
    }

    fn next_job(&self) -> Option<Job> {
        let mut queue = self.lock();
        loop {
            if queue.stopped {
                return None;
            }
            match queue.waiting.pop_front() {
                Some(job) if job.events.is_closed() => {}
                Some(job) => {
                    queue.answering = true;
                    return Some(job);
                }
                None => queue = self.arrived.wait(queue).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn answer(&self, tutor: &mut Tutor, job: &Job) -> Result<()> {
        #[cfg(test)]
        assert_ne!(job.request.message, tests::BUG);
        if tutor.loaded().is_none() {
            self.load(tutor).inspect_err(|error| self.fail_waiting(error))?;
        }
        let snapshots = Snapshots::of(&self.models);
        tutor.recall(&job.request, |name| snapshots.read(name))?;
        tutor.begin(&job.request)?;
        loop {
            if job.events.is_closed() || self.lock().stopped {
                tutor.cancel();
                return Err(Error::Cancelled);
            }
            let event = tutor.step()?;
            if let ChatEvent::Done { reply } = &event {
                let (usage, timings) = (reply.usage, reply.timings);
                tracing::info!(
                    "answered: {} prompt tokens, {} cached, {} new, first after {:.0} ms, {:.0} ms in all",
                    usage.prompt_tokens,
                    usage.cached_tokens,
                    usage.completion_tokens,
                    timings.first_token_ms,
                    timings.prefill_ms + timings.decode_ms
                );
                job.send(Ok(event));
                if let Some((name, bytes)) = tutor.snapshot()
                    && let Err(error) = snapshots.write(&name, &bytes)
                {
                    tracing::debug!("no snapshot is kept: {error}");
                }
                return Ok(());
            }
            job.send(Ok(event));
        }
    }

    /// Loads whatever the operator asked for. It goes on when the asker leaves: the next one needs it too.
    fn load(&self, tutor: &mut Tutor) -> Result<()> {
        let set = |state| self.lock().model = state;
        let loaded = self.models.find(self.model.as_deref()).and_then(|model| {
            set(ModelState::Loading { id: model.id.clone(), progress: None });
            tracing::info!("loading {}", model.id);
            let (mut file, tokenizer) = (model.open()?, model.tokenizer_json()?);
            tutor.load_with_tokenizer(&model.id, &mut file, tokenizer.as_deref(), &mut |progress| {
                let mut queue = self.lock();
                queue.model = ModelState::Loading { id: model.id.clone(), progress: Some(progress) };
                !queue.stopped
            })?;
            Ok(model.id)
        });
        match loaded {
            Ok(id) => set(ModelState::Loaded { id }),
            Err(Error::Cancelled) => {
                set(ModelState::Unloaded);
                return Err(Error::Cancelled);
            }
            Err(error) => {
                set(ModelState::Failed(error.clone()));
                return Err(error);
            }
        }
        Ok(())
    }

    /// Who waits for a model that cannot be loaded hears so now; who asks later starts another try.
    fn fail_waiting(&self, error: &Error) {
        for job in self.lock().waiting.drain(..) {
            job.send(Err(error.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A question that panics.
    pub const BUG: &str = "Divide by zero.";

    #[tokio::test]
    async fn a_panic_costs_one_answer_and_not_the_thread() {
        let models = ModelFolder::open(Some("no such folder".into()), None).unwrap();
        let inference = Inference::start(Arc::new(models), None, 4).unwrap();
        let ask = |message: &str| inference.ask(ChatRequest { message: message.into(), ..ChatRequest::default() });
        for _ in 0..3 {
            assert_eq!(ask(BUG).unwrap().reply().await.unwrap_err().code(), "internal");
            assert_eq!(ask("Hello").unwrap().reply().await.unwrap_err().code(), "model_not_found");
        }
        inference.stop();
        assert_eq!(ask("Hello").err().map(|error| error.code()), Some("busy"));
    }
}
