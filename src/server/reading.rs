//! The code model of the server: one thread of its own owns it, so that no answer in chat keeps it waiting.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use tokio::sync::oneshot;

use super::blocking;
use crate::api::{AnalyzeRequest, Insights};
use crate::error::{Error, Result};
use crate::platform::native::ModelFolder;
use crate::tutor::insights::{Answers, CodeModel, Questions, ask, conclude};

/// Programs that may wait.
const CAPACITY: usize = 32;

/// The way to the thread. Clones share it.
#[derive(Clone)]
pub struct Reading {
    jobs: SyncSender<Job>,
}

struct Job {
    questions: Questions,
    answers: oneshot::Sender<Result<Answers>>,
}

impl Reading {
    /// Starts the thread, where there is a code model: the one that the operator asked for, else the first that is stored. It is loaded
    /// by the first request.
    ///
    /// # Errors
    /// `internal` when there can be no thread.
    pub fn start(models: Arc<ModelFolder>, model: Option<String>) -> Result<Option<Self>> {
        if model.is_none() && models.find_code(None).is_err() {
            return Ok(None);
        }
        let (jobs, receiver) = sync_channel(CAPACITY);
        let thread = std::thread::Builder::new().name("reading".into());
        let failed = |error| Error::internal(format!("The code model's thread cannot start: {error}."));
        thread.spawn(move || work(&models, model.as_deref(), &receiver)).map_err(failed)?;
        Ok(Some(Self { jobs }))
    }

    /// What the code model has to say. Giving up on it is heard between two steps.
    ///
    /// # Errors
    /// `busy` when too many wait, `model_not_found` and whatever else loading says, and as [`ask`].
    pub async fn insights(&self, request: AnalyzeRequest) -> Result<Insights> {
        let request = Arc::new(request);
        let asked = Arc::clone(&request);
        let questions = blocking(move || ask(&asked)).await?;
        let (answers, answered) = oneshot::channel();
        self.jobs.try_send(Job { questions, answers }).map_err(|error| match error {
            TrySendError::Full(_) => Error::Busy(
                format!("The code model is busy and {CAPACITY} programs wait already. Try again in a moment.").into(),
            ),
            TrySendError::Disconnected(_) => Error::internal("The code model's thread has ended."),
        })?;
        let answers = answered.await.map_err(|_| Error::internal("The code model failed at this program."))??;
        blocking(move || conclude(&request, &answers)).await
    }
}

fn work(models: &ModelFolder, name: Option<&str>, jobs: &Receiver<Job>) {
    let mut model = None;
    while let Ok(Job { questions, answers }) = jobs.recv() {
        if answers.is_closed() {
            continue;
        }
        let outcome = catch_unwind(AssertUnwindSafe(|| answer(models, name, &mut model, questions, &answers)));
        let outcome = outcome.unwrap_or_else(|_| {
            model = None;
            Err(Error::internal("The code model failed at this program and starts afresh."))
        });
        // Who has left does not mind.
        let _ = answers.send(outcome);
    }
}

fn answer(
    models: &ModelFolder,
    name: Option<&str>,
    model: &mut Option<CodeModel>,
    questions: Questions,
    answers: &oneshot::Sender<Result<Answers>>,
) -> Result<Answers> {
    let model = match model {
        Some(model) => model,
        None => {
            let file = models.find_code(name)?;
            tracing::info!("loading {}", file.id);
            model.insert(CodeModel::load(&file.id, &mut file.open()?, &mut |_, _| true)?)
        }
    };
    let mut answering = model.begin(questions)?;
    loop {
        if answers.is_closed() {
            return Err(Error::Cancelled);
        }
        if let Some(answers) = answering.step(model)? {
            return Ok(answers);
        }
    }
}
