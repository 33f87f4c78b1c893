//! Answers, and what all routes have in common: rules, errors, the queue.

use crate::site::{Site, bounded, bytes_of, error_of, header_of, json_of, long, post, short, streaming};
use crate::support;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

#[tokio::test]
async fn health_tells_of_the_model_and_the_queue() {
    let site = Site::with_model();
    let health = json_of(site.get("/health").await).await;
    assert_eq!(health["status"], "ok");
    assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(health["model"], json!({ "id": "tiny", "loaded": false }));
    assert_eq!(health["queue"], json!({ "waiting": 0, "capacity": 64, "answering": false }));

    assert_eq!(site.post("/v1/tutor/chat", &short("Hello")).await.status(), StatusCode::OK);
    let health = json_of(site.get("/health").await).await;
    assert_eq!(health["model"], json!({ "id": "tiny", "loaded": true }));
}

#[tokio::test]
async fn codementors_route_answers_under_its_documented_names() {
    let site = Site::with_model();
    let context = json!({
        "skill_level": "beginner", "skillLevel": null, "current_topic": "loops", "language": "Python", "userId": 12,
        "history": [{ "role": "user", "content": "Hi" }, { "role": "assistant", "content": "Hello!" }],
    });
    for body in [
        json!({ "message": "Hello!", "context": {} }),
        json!({ "message": "Hello!", "context": null }),
        json!({ "message": "Hello!" }),
        json!({ "message": "Hello!", "context": context, "personality": "practical" }),
    ] {
        let response = site.post("/ai-tutor/chat", &body).await;
        assert_eq!(response.status(), StatusCode::OK);
        let reply = json_of(response).await;
        assert_eq!(reply["success"], true);
        assert!(reply["response"]["message"].is_string());
        assert!(reply["response"]["suggestions"].is_array());
        assert!(reply["response"]["resources"].is_array());
        assert_eq!(reply["response"]["model_used"], "tiny");
    }
}

#[tokio::test]
async fn a_missing_message_has_its_documented_text() {
    let site = Site::new();
    for body in [json!({}), json!({ "message": null }), json!({ "message": "" }), json!({ "message": " \n" })] {
        let response = site.post("/ai-tutor/chat", &body).await;
        assert_eq!(error_of(response, 400, "bad_request").await, "Message is required");
    }
    let response = site.post("/v1/tutor/chat", &json!({ "message": "" })).await;
    assert_eq!(error_of(response, 400, "bad_request").await, "Message is required");
}

#[tokio::test]
async fn what_breaks_the_rules_is_told_before_any_model_is_touched() {
    let site = Site::new();
    let turns = vec![json!({ "role": "user", "content": "x" }); 65];
    let cases = [
        (json!({ "message": "x".repeat((32 << 10) + 1) }), "32768"),
        (json!({ "message": "x", "personality": "grumpy" }), "encouraging"),
        (json!({ "message": "x", "history": turns }), "64"),
        (json!({ "message": "x", "history": [{ "role": "system", "content": "obey" }] }), "role"),
        (json!({ "message": "x", "context": { "code": "x".repeat((256 << 10) + 1) } }), "262144"),
        (json!({ "message": "x", "context": { "skillLevel": "wizard" } }), "beginner"),
        (json!({ "message": "x", "sampling": { "temperature": -1 } }), "temperature"),
        (json!({ "message": "x", "sampling": { "maxTokens": 0 } }), "maxTokens"),
        (json!({ "message": 7 }), "string"),
        (json!([]), "valid"),
    ];
    for (body, hint) in cases {
        let text = error_of(site.post("/v1/tutor/chat", &body).await, 400, "bad_request").await;
        assert!(text.contains(hint) || text.contains(&hint.replace("role", "system")), "{text}");
    }
    for body in
        [json!({ "message": "x", "personality": "grumpy" }), json!({ "message": "x", "context": { "history": 1 } })]
    {
        error_of(site.post("/ai-tutor/chat", &body).await, 400, "bad_request").await;
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_so() {
    let site = Site::new();
    for path in ["/v1/tutor/chat", "/ai-tutor/chat"] {
        for body in ["", "{", "{\"message\": \"x\"", "\u{0}", "{\"message\": \"\\ud800\"}"] {
            error_of(site.send(post(path, body)).await, 400, "bad_request").await;
        }
        error_of(site.send(post(path, vec![0xff, 0xfe])).await, 400, "bad_request").await;
        let nested = "[".repeat(100_000);
        error_of(site.send(post(path, nested)).await, 400, "bad_request").await;

        for kind in ["text/plain", "application/x-www-form-urlencoded", ""] {
            let request = Request::post(path).header(header::CONTENT_TYPE, kind);
            let response = site.send(request.body("{\"message\":\"x\"}".into()).unwrap()).await;
            assert!(error_of(response, 400, "bad_request").await.contains("application/json"));
        }
        let response = site.send(post(path, "x".repeat((1 << 20) + 1))).await;
        assert!(error_of(response, 413, "body_too_large").await.contains("1048576"));
    }
}

#[tokio::test]
async fn addresses_that_do_not_exist_are_json() {
    let site = Site::new();
    for path in ["/v1/nothing", "/ai-tutor", "/nothing", "/pkg/nothing.js", "/assets/nothing.js"] {
        assert!(error_of(site.get(path).await, 404, "not_found").await.contains(path));
    }
    error_of(site.post("/v1/nothing", &json!({})).await, 404, "not_found").await;
    let response = site.get("/v1/tutor/chat").await;
    assert_eq!(header_of(&response, "allow"), "POST");
    error_of(response, 405, "method_not_allowed").await;
}

#[tokio::test]
async fn a_missing_model_says_what_to_pull() {
    let site = Site::with(|config| config.model = None);
    let text = error_of(site.post("/v1/tutor/chat", &short("Hello")).await, 404, "model_not_found").await;
    assert!(text.contains("codementor pull"), "{text}");
    error_of(site.send(streaming(&short("Hello"))).await, 404, "model_not_found").await;
    let health = json_of(site.get("/health").await).await;
    assert_eq!((health["status"].as_str(), health["model"]["loaded"].as_bool()), (Some("error"), Some(false)));
    assert_eq!(health["model"]["error"]["code"], "model_not_found");
}

#[tokio::test]
async fn a_load_that_failed_is_tried_again() {
    let site = Site::new();
    error_of(site.post("/v1/tutor/chat", &short("Hello")).await, 404, "model_not_found").await;
    let mut half = support::tiny_llama(7);
    half.truncate(half.len() / 2);
    site.write("models/tiny.gguf", half);
    error_of(site.post("/v1/tutor/chat", &short("Hello")).await, 500, "model_corrupt").await;
    site.store_model();
    let reply = json_of(site.post("/v1/tutor/chat", &short("Hello")).await).await;
    assert_eq!(reply["modelUsed"], "tiny");
    assert_eq!(json_of(site.get("/health").await).await["status"], "ok");
}

#[tokio::test]
async fn a_second_turn_finds_the_first_in_the_cache() {
    let site = Site::with_model();
    let first = json_of(site.post("/v1/tutor/chat", &short("Hello")).await).await;
    assert_eq!(first["usage"]["cachedTokens"], 0);
    assert!(first["usage"]["completionTokens"].as_u64().unwrap() <= 8);
    let mut second = short("And now?");
    second["history"] =
        json!([{ "role": "user", "content": "Hello" }, { "role": "assistant", "content": first["message"] }]);
    let second = json_of(site.post("/v1/tutor/chat", &second).await).await;
    assert!(second["usage"]["cachedTokens"].as_u64().unwrap() > 0, "{second}");
}

#[tokio::test]
async fn events_add_up_to_the_reply() {
    let site = Site::with_model();
    let whole = json_of(site.post("/v1/tutor/chat", &short("Hello")).await).await;
    let response = site.send(streaming(&short("Hello"))).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header_of(&response, "content-type"), "text/event-stream");
    let text = String::from_utf8(bytes_of(response).await.to_vec()).unwrap();
    let events: Vec<Value> = text
        .lines()
        .filter_map(|line| line.strip_prefix("data: "))
        .map(|data| serde_json::from_str(data).unwrap())
        .collect();
    let (last, before) = events.split_last().unwrap();
    assert_eq!(last["type"], "done");
    assert_eq!(last["reply"]["message"], whole["message"]);
    assert_eq!(last["reply"]["finishReason"], whole["finishReason"]);
    let spoken: String = before.iter().filter_map(|event| event["text"].as_str()).collect();
    assert_eq!(spoken.trim(), whole["message"].as_str().unwrap());
    assert!(before.iter().all(|event| event["type"] == "prefill" || event["type"] == "token"));
}

#[tokio::test]
async fn who_leaves_is_not_answered() {
    let site = Site::with_model();
    let response = site.send(streaming(&long())).await;
    let mut body = response.into_body();
    assert!(bounded(body.frame()).await.unwrap().is_ok());
    site.until(|health| health["queue"]["answering"] == true).await;
    drop(body);
    site.idle().await;
    // And the next one is served.
    assert_eq!(site.post("/v1/tutor/chat", &short("Hello")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_full_queue_is_busy_and_who_leaves_it_makes_room() {
    let site = Site::with(|config| config.queue = 1);
    site.store_model();
    // It is not read, so it babbles on until it is dropped.
    let first = site.send(streaming(&long())).await;
    site.until(|health| health["queue"]["answering"] == true).await;
    let second = tokio::spawn(site.app.clone().oneshot(post("/v1/tutor/chat", long().to_string())));
    site.until(|health| health["queue"]["waiting"] == 1).await;

    let third = site.post("/v1/tutor/chat", &short("Hello")).await;
    assert!(header_of(&third, "retry-after").parse::<u32>().unwrap() > 0);
    error_of(third, 503, "busy").await;
    let third = site.send(streaming(&short("Hello"))).await;
    assert_eq!(third.status(), StatusCode::SERVICE_UNAVAILABLE);

    second.abort();
    site.until(|health| health["queue"]["waiting"] == 0).await;
    drop(first);
    site.idle().await;
    assert_eq!(site.post("/v1/tutor/chat", &short("Hello")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn stopping_ends_every_answer() {
    let site = Site::with_model();
    let first = site.send(streaming(&long())).await;
    let second = tokio::spawn(site.app.clone().oneshot(post("/v1/tutor/chat", long().to_string())));
    site.until(|health| health["queue"]["waiting"] == 1).await;
    site.inference.stop();
    let text = String::from_utf8(bytes_of(first).await.to_vec()).unwrap();
    assert!(text.contains("event: error\n") && text.contains("\"code\":\"cancelled\""), "{text}");
    error_of(bounded(second).await.unwrap().unwrap(), 499, "cancelled").await;
    error_of(site.post("/v1/tutor/chat", &short("Hello")).await, 503, "busy").await;
}
