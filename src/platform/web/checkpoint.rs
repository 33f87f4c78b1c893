//! A model of which only a checkpoint is published: its weights go into the store, are converted there, and are thrown away.

use std::io::{BufReader, BufWriter, Seek, SeekFrom};

use web_sys::AbortSignal;

use super::download::Meter;
use super::opfs::{Store, StoreFile};
use super::{clock, fetch};
use crate::api::{Checkpoint, ModelInfo, Phase};
use crate::error::{Error, Result};
use crate::model::catalog;
use crate::model::convert::{Conversion, Format, Sources, Vocabulary};
use crate::model::marker::{Marker, Marking};

/// Bytes of a configuration or a vocabulary at most.
const SMALL_BYTES: usize = 16 << 20;

/// What the model base says of its file of this model, if it has one: then an operator has converted it.
pub async fn mirrored(info: &ModelInfo, base_url: &str, signal: Option<&AbortSignal>) -> Result<Option<Marker>> {
    let url = fetch::resolve(&catalog::marker_name(&info.id), base_url)?;
    match small_file(&url, signal).await {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok().filter(|marker: &Marker| marker.fits(info))),
        Err(Error::ModelDownloadFailed(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Fetches the checkpoint and makes the model's file of it.
pub async fn make(
    store: &Store,
    info: &ModelInfo,
    checkpoint: &Checkpoint,
    base_url: &str,
    signal: Option<&AbortSignal>,
    mut meter: Meter<'_>,
) -> Result<()> {
    let files = catalog::files(checkpoint).map_err(Error::bad_request)?;
    let folder = if checkpoint.url.ends_with('/') { checkpoint.url.clone() } else { format!("{}/", checkpoint.url) };
    let folder = fetch::resolve(&folder, base_url)?;
    let url = |file: &str| fetch::resolve(file, &folder);
    let named = |file: &str, error: Error| match error {
        Error::ModelDownloadFailed(why) => Error::ModelDownloadFailed(
            format!("{} could not be downloaded. Check the connection and try again. {folder}{file}: {why}", info.id)
                .into(),
        ),
        error => error,
    };
    let config = small_file(&url(files.config)?, signal).await.map_err(|error| named(files.config, error))?;
    let mut vocabulary = Vec::new();
    for file in &files.vocabulary {
        vocabulary.push(small_file(&url(file)?, signal).await.map_err(|error| named(file, error))?);
    }
    let vocabulary = Vocabulary::of(&vocabulary)?;
    let mut weights = store.weights(&info.id).await?;
    let fetched = fetch_weights(&url(files.weights)?, &mut weights, signal, &mut meter).await;
    fetched.map_err(|error| named(files.weights, error))?;

    let (task, prefix) = (checkpoint.task, checkpoint.prefix.as_str());
    weights.seek(SeekFrom::Start(0)).map_err(|error| Error::internal(error.to_string()))?;
    let reader = BufReader::with_capacity(1 << 20, weights);
    let sources = Sources { config: &config, vocabulary, weights: reader, task, prefix };
    let made = convert(store, info, checkpoint, sources, signal, &mut meter).await;
    match made {
        // They have served, or they are damaged.
        Ok(()) | Err(Error::ModelCorrupt(_)) => store.forget_weights(&info.id).await?,
        Err(_) => {}
    }
    made
}

async fn convert(
    store: &Store,
    info: &ModelInfo,
    checkpoint: &Checkpoint,
    sources: Sources<'_, BufReader<StoreFile>>,
    signal: Option<&AbortSignal>,
    meter: &mut Meter<'_>,
) -> Result<()> {
    let mut out = store.write(info).await?;
    out.truncate(0)?;
    let out = Marking::new(BufWriter::with_capacity(1 << 20, out));
    let mut conversion = Conversion::new(sources, out, Format::Q8_0)?;
    meter.enter(Phase::Convert, conversion.progress().1);
    while conversion.step()?.is_some() {
        meter.tell(conversion.progress().0);
        // The event loop turns, so that an abort is heard.
        clock::sleep_ms(0.0).await;
        if signal.is_some_and(AbortSignal::aborted) {
            return Err(Error::Cancelled);
        }
    }
    let (weights, out) = conversion.finish();
    drop(weights);
    let (out, marker) = out.finish(checkpoint);
    let file = out.into_inner().map_err(|error| Error::StorageFull(error.to_string().into()))?;
    store.complete(&info.id, file, &marker).await
}

/// Goes on with what an earlier download left. Whether it is all of one file, the conversion finds out.
async fn fetch_weights(
    url: &str,
    file: &mut StoreFile,
    signal: Option<&AbortSignal>,
    meter: &mut Meter<'_>,
) -> Result<()> {
    loop {
        let start = file.size()?;
        let body = fetch::get(url, start, signal).await?;
        let Some(mut body) = body else { return Ok(()) };
        if start > 0 && !body.partial {
            file.truncate(0)?;
        }
        let first = file.size()?;
        let total = body.length.map(|length| first + length);
        meter.enter(Phase::Download, total.unwrap_or(0).max(meter.total()));
        meter.start(first);
        let mut broke_off = None;
        loop {
            match body.chunk().await {
                Ok(Some(chunk)) => {
                    file.append(&chunk)?;
                    meter.tell(file.size()?);
                }
                Ok(None) => break,
                Err(error @ Error::ModelDownloadFailed(_)) => {
                    broke_off = Some(error);
                    break;
                }
                Err(error) => return Err(error),
            }
        }
        let here = file.size()?;
        let is_short = total.is_some_and(|total| here < total);
        match broke_off {
            None if !is_short => return Ok(()),
            // As long as each try brings it further.
            _ if here > first => {}
            Some(error) => return Err(error),
            None => return Err(Error::ModelDownloadFailed(format!("the download ended at {here} bytes").into())),
        }
    }
}

async fn small_file(url: &str, signal: Option<&AbortSignal>) -> Result<Vec<u8>> {
    let Some(mut body) = fetch::get(url, 0, signal).await? else { return Ok(Vec::new()) };
    let mut bytes = Vec::new();
    while let Some(chunk) = body.chunk().await? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > SMALL_BYTES {
            return Err(Error::ModelDownloadFailed(format!("it has more than {SMALL_BYTES} bytes").into()));
        }
    }
    Ok(bytes)
}
