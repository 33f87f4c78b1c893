//! `codementor pull`: download a model, with a bar on a terminal and a line now and then elsewhere.

use clap::Args;
use indicatif::{HumanBytes, ProgressBar};

use super::{Stop, byte_bar, interrupt};
use crate::api::{Phase, Progress};
use crate::platform::native::{ModelFolder, PullEvent, pull};

/// What `codementor pull` takes.
#[derive(Args)]
pub struct PullArgs {
    /// The model's id (see `codementor models`)
    #[arg(value_name = "ID")]
    id: String,
    /// A mirror to try first: the file is looked for at URL/ID.gguf
    #[arg(long, value_name = "URL", env = "CODEMENTOR_MODEL_BASE_URL")]
    base_url: Option<String>,
}

pub fn run(args: &PullArgs, folder: &ModelFolder) -> Result<(), Stop> {
    let info = folder.info(&args.id)?;
    if folder.is_stored(info) {
        say!("{} is already stored in {}.", info.id, folder.file(info).display());
        return Ok(());
    }
    interrupt::install()?;
    let mut shown = Shown::new(info.bytes);
    let result = pull(folder, info, args.base_url.as_deref(), &mut |event| {
        match event {
            PullEvent::Progress(progress) => shown.progress(&progress),
            PullEvent::Note(text) => shown.note(&text),
        }
        !interrupt::take()
    });
    shown.bar.finish_and_clear();
    let path = result.map_err(Stop::from).inspect_err(|stop| {
        if matches!(stop, Stop::Interrupted) {
            say!("Stopped. `codementor pull {}` goes on.", info.id);
        }
    })?;
    say!("Stored {} in {}.", info.id, path.display());
    Ok(())
}

/// Progress as people see it.
struct Shown {
    bar: ProgressBar,
    /// Tenths of the file that a line has been printed for, where there is no terminal.
    tenths: u64,
}

impl Shown {
    fn new(bytes: u64) -> Self {
        let bar = byte_bar(bytes);
        Self { bar, tenths: 0 }
    }

    fn progress(&mut self, progress: &Progress) {
        if progress.bytes == 0 {
            // pip does not say how far it is: the spinner turns.
            return self.bar.tick();
        }
        let rate = match progress.phase {
            Phase::Convert => "converting".to_owned(),
            _ => format!("{}/s", HumanBytes(progress.bytes_per_second as u64)),
        };
        if self.bar.length() != Some(progress.total_bytes) {
            // The checkpoint that it is made of has another size.
            self.bar.set_length(progress.total_bytes);
            self.tenths = 0;
        }
        self.bar.set_message(rate.clone());
        self.bar.set_position(progress.bytes);
        let tenths = progress.bytes * 10 / progress.total_bytes.max(1);
        if self.bar.is_hidden() && tenths > self.tenths {
            self.tenths = tenths;
            let (bytes, total) = (HumanBytes(progress.bytes), HumanBytes(progress.total_bytes));
            say!("{bytes} of {total} ({rate})");
        }
    }

    fn note(&self, text: &str) {
        self.bar.suspend(|| say!("{text}"));
    }
}
