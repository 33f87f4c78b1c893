//! Programs of learners: analyses, insights, exercises.

use crate::code;
use crate::site::{Site, error_of, json_of, post};
use serde_json::{Value, json};
use std::future::Future;

#[tokio::test]
async fn code_is_analysed_under_both_names() {
    let site = Site::new();
    let code = "def f(x, seen=[]):\n    if x == None\n        return 1\n";
    let analysis = json_of(site.post("/v1/tutor/analyze", &json!({ "code": code, "language": "Python" })).await).await;
    assert_eq!(analysis["language"], "python");
    assert_eq!(analysis["syntaxErrors"][0]["line"], 2);
    assert_eq!(analysis["metrics"]["functions"][0]["name"], "f");
    assert_eq!(analysis["insights"], Value::Null);

    let body = json!({ "code": "def f(x):\n    return x\n", "language": "python", "challengeContext": { "title": "Identity" } });
    let reply = json_of(site.post("/code/analyze", &body).await).await;
    assert_eq!(reply["success"], true);
    let analysis = &reply["analysis"];
    assert_eq!(analysis["syntax_errors"], json!([]));
    for score in ["readability_score", "complexity_score", "maintainability_score"] {
        assert!((0.0..=100.0).contains(&analysis["code_quality"][score].as_f64().unwrap()), "{score}: {reply}");
    }
    assert!(
        analysis["performance"]["time_complexity"].is_string()
            && analysis["performance"]["optimization_opportunities"].is_array()
    );
    assert_eq!(analysis["ai_insights"]["model_used"], "none");
    for list in ["strengths", "improvements", "learningResources"] {
        assert!(reply[list].is_array(), "{list}: {reply}");
    }

    for body in [json!({}), json!({ "code": null }), json!({ "code": " \n" })] {
        assert_eq!(error_of(site.post("/code/analyze", &body).await, 400, "bad_request").await, "Code is required");
    }
    let unknown = json!({ "code": "x", "language": "cobol" });
    for path in ["/code/analyze", "/v1/tutor/analyze"] {
        assert!(error_of(site.post(path, &unknown).await, 400, "language_unsupported").await.contains("Python"));
    }
    let long = json!({ "code": "x".repeat((256 << 10) + 1), "language": "python" });
    error_of(site.post("/v1/tutor/analyze", &long).await, 400, "bad_request").await;
}

#[tokio::test]
async fn insights_come_where_there_is_a_code_model() {
    let program = json!({ "code": "def f(x1, tmp):\n    return x1 + tmp\n", "language": "python", "insights": true });
    // Without one the analysis comes without them.
    let site = Site::new();
    let analysis = json_of(site.post("/v1/tutor/analyze", &program).await).await;
    assert!(analysis["insights"].is_null() && analysis["language"] == "python");
    let reply = json_of(site.post("/code/analyze", &program).await).await;
    assert_eq!(reply["analysis"]["ai_insights"]["model_used"], "none");

    let site = Site::with(|config| config.code_model = Some("reader".into()));
    // Not there yet: who asks for insights hears so, and CodeMentor's frontend gets its analysis.
    error_of(site.post("/v1/tutor/analyze", &program).await, 404, "model_not_found").await;
    let reply = json_of(site.post("/code/analyze", &program).await).await;
    assert!(reply["success"] == true && reply["analysis"]["ai_insights"]["model_used"] == "none");
    site.write("models/reader.gguf", code::code_model(codementor_tutor::api::CodeTask::Fill, ""));
    let analysis = json_of(site.post("/v1/tutor/analyze", &program).await).await;
    let insights = &analysis["insights"];
    assert!(insights["modelUsed"] == "reader" && !insights["aiAnalysis"].as_str().unwrap().is_empty());
    let reply = json_of(site.post("/code/analyze", &program).await).await;
    let insights = &reply["analysis"]["ai_insights"];
    assert!(insights["model_used"] == "reader" && insights["confidence"].as_f64().unwrap() <= 1.0);
    // Only who asks waits for them.
    let analysis = json_of(site.post("/v1/tutor/analyze", &json!({ "code": "a = 1", "language": "py" })).await).await;
    assert!(analysis["insights"].is_null());
    // Many at once are all answered.
    let many = (0..20).map(|_| site.post("/v1/tutor/analyze", &program));
    for response in futures_join(many).await {
        assert_eq!(response.status(), 200);
    }
}

/// Waits for all of these, which go on at the same time.
async fn futures_join<T>(futures: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, done) in &mut futures {
            if done.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *done = Some(value);
            }
        }
        if futures.iter().all(|(_, done)| done.is_some()) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    futures.into_iter().filter_map(|(_, done)| done).collect()
}

#[tokio::test]
async fn a_challenge_is_chosen_run_elsewhere_and_graded() {
    let site = Site::new();
    let ask = |path: &'static str, body: Value| {
        let site = &site;
        async move { json_of(site.send(post(path, body.to_string())).await).await }
    };
    let wanted = json!({ "user_level": "beginner", "topic": "hash maps", "language": "python", "seed": 7 });
    let challenge = ask("/v1/tutor/challenge", wanted.clone()).await;
    assert_eq!(challenge["topic"], "hash maps");
    assert_eq!(challenge, ask("/v1/tutor/challenge", wanted).await);
    let id = &challenge["id"];
    let rig = ask("/v1/tutor/rig", json!({ "id": id })).await;
    let calls = rig["calls"].as_array().unwrap();
    assert_eq!(calls.len(), challenge["testCases"].as_array().unwrap().len());
    assert!(!rig.to_string().contains("expected"), "the sandbox must not know the answers");

    // No answer at all, for each call.
    let runs: Vec<_> = calls.iter().map(|call| json!({ "id": call["id"], "output": "null", "ms": 1.0 })).collect();
    let answer = json!({ "id": id, "code": challenge["starterCode"], "runs": runs });
    let grade = ask("/v1/tutor/grade", answer.clone()).await;
    assert_eq!((&grade["passed"], &grade["xp"]), (&json!(false), &json!(0)));
    assert_eq!(grade["results"][0]["error"]["kind"], "type");
    assert_eq!(grade["nextHint"], "1");
    let question = ask("/v1/tutor/stuck", answer).await;
    let message = question["message"].as_str().unwrap();
    assert!(message.contains("Do not give me the solution") && message.contains("This test fails"), "{message}");

    let forged =
        site.send(post("/v1/tutor/rig", json!({ "id": "pair-sum.1.easy.python.4294967296" }).to_string())).await;
    error_of(forged, 400, "bad_request").await;
    let missing = json!({ "id": id, "code": "x = 1" }).to_string();
    error_of(site.send(post("/v1/tutor/grade", missing)).await, 400, "bad_request").await;
    let language = json!({ "language": "cobol" }).to_string();
    error_of(site.send(post("/v1/tutor/challenge", language)).await, 400, "language_unsupported").await;
}

#[tokio::test]
async fn codementors_frontend_gets_a_challenge_in_both_spellings() {
    let site = Site::new();
    let body = json!({ "user_level": "intermediate", "language": "javascript", "topic": "arrays", "learning_goals": ["prefix sums"] });
    let reply = json_of(site.send(post("/challenges/generate", body.to_string())).await).await;
    assert_eq!(reply["success"], true);
    let challenge = &reply["challenge"];
    for field in [
        "id",
        "title",
        "description",
        "difficulty",
        "language",
        "starterCode",
        "testCases",
        "hints",
        "xpReward",
        "estimatedTime",
    ] {
        assert!(!challenge[field].is_null(), "{field}");
    }
    assert_eq!(challenge["starterCode"], challenge["starter_code"]);
    assert_eq!(challenge["testCases"][0]["expectedOutput"], challenge["test_cases"][0]["expected_output"]);
    assert_eq!(challenge["hints"][0]["xpCost"], challenge["hints"][0]["xp_cost"]);
    // Without a seed it is another one each time.
    let other = json_of(site.send(post("/challenges/generate", body.to_string())).await).await;
    assert_ne!(challenge["id"], other["challenge"]["id"]);
}
