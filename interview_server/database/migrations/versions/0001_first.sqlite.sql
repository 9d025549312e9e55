CREATE TABLE person (
	id VARCHAR(36) NOT NULL,
	email VARCHAR(320) NOT NULL,
	name VARCHAR(200) NOT NULL,
	role VARCHAR(20) NOT NULL,
	password_hash VARCHAR(200),
	issuer VARCHAR(500),
	subject VARCHAR(255),
	created_at DATETIME NOT NULL,
	disabled_at DATETIME,
	erased_at DATETIME,
	verified_at DATETIME,
	current_plan VARCHAR(50),
	credits_last_allocated_at DATETIME,
	bio TEXT,
	title VARCHAR(200),
	company VARCHAR(200),
	years_exp INTEGER,
	credit_rate INTEGER,
	CONSTRAINT pk_person PRIMARY KEY (id),
	CONSTRAINT uq_person_issuer_subject UNIQUE (issuer, subject),
	CONSTRAINT ck_person_credit_rate_is_not_negative CHECK (credit_rate >= 0),
	CONSTRAINT ck_person_years_exp_is_not_negative CHECK (years_exp >= 0),
	CONSTRAINT uq_person_email UNIQUE (email),
	CONSTRAINT ck_person_role CHECK (role IN ('UNASSIGNED', 'INTERVIEWEE', 'INTERVIEWER', 'ADMIN'))
)
--;;
CREATE TABLE signing_key (
	id VARCHAR(36) NOT NULL,
	private_pem TEXT NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_signing_key PRIMARY KEY (id)
)
--;;
CREATE TABLE sign_up (
	id VARCHAR(36) NOT NULL,
	email VARCHAR(320) NOT NULL,
	name VARCHAR(200) NOT NULL,
	password_hash VARCHAR(200) NOT NULL,
	code_digest VARCHAR(64),
	expires_at DATETIME NOT NULL,
	CONSTRAINT pk_sign_up PRIMARY KEY (id),
	CONSTRAINT uq_sign_up_code_digest UNIQUE (code_digest)
)
--;;
CREATE INDEX ix_sign_up_expires_at ON sign_up (expires_at)
--;;
CREATE TABLE job (
	id VARCHAR(36) NOT NULL,
	kind VARCHAR(100) NOT NULL,
	payload JSON NOT NULL,
	unique_key VARCHAR(200),
	state VARCHAR(10) NOT NULL,
	run_at DATETIME NOT NULL,
	attempts INTEGER NOT NULL,
	lease VARCHAR(36),
	last_error TEXT,
	request_id VARCHAR(100),
	finished_at DATETIME,
	CONSTRAINT pk_job PRIMARY KEY (id),
	CONSTRAINT ck_job_state CHECK (state IN ('waiting', 'done', 'dead')),
	CONSTRAINT uq_job_unique_key UNIQUE (unique_key)
)
--;;
CREATE INDEX ix_job_due ON job (state, run_at)
--;;
CREATE TABLE ledger_account (
	name VARCHAR(50) NOT NULL,
	balance BIGINT NOT NULL,
	CONSTRAINT pk_ledger_account PRIMARY KEY (name),
	CONSTRAINT ck_ledger_account_balance_is_not_negative CHECK (balance >= 0 OR name IN ('grants', 'purchases'))
)
 WITHOUT ROWID
--;;
CREATE TABLE ledger_entry (
	number INTEGER NOT NULL,
	movement_id VARCHAR(36) NOT NULL,
	position INTEGER NOT NULL,
	account VARCHAR(50) NOT NULL,
	amount BIGINT NOT NULL,
	running_sum BIGINT NOT NULL,
	CONSTRAINT pk_ledger_entry PRIMARY KEY (number),
	CONSTRAINT uq_ledger_entry_movement_id_position_running_sum UNIQUE (movement_id, position, running_sum),
	CONSTRAINT ck_ledger_entry_amount_is_not_zero CHECK (amount <> 0)
)
--;;
CREATE INDEX ix_ledger_entry_account_number ON ledger_entry (account, number)
--;;
CREATE TABLE idempotency_key (
	person_id VARCHAR(36) NOT NULL,
	"key" VARCHAR(255) NOT NULL,
	fingerprint VARCHAR(64) NOT NULL,
	reservation VARCHAR(36),
	reserved_until DATETIME NOT NULL,
	status INTEGER,
	answer TEXT,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_idempotency_key PRIMARY KEY (person_id, "key")
)
--;;
CREATE INDEX ix_idempotency_key_created_at ON idempotency_key (created_at)
--;;
CREATE TABLE rate_use (
	subject VARCHAR(200) NOT NULL,
	action VARCHAR(50) NOT NULL,
	times JSON NOT NULL,
	last_at DATETIME NOT NULL,
	CONSTRAINT pk_rate_use PRIMARY KEY (subject, action)
)
--;;
CREATE INDEX ix_rate_use_last_at ON rate_use (last_at)
--;;
CREATE TABLE person_role (
	person_id VARCHAR(36) NOT NULL,
	role VARCHAR(20) NOT NULL,
	CONSTRAINT pk_person_role PRIMARY KEY (person_id, role),
	CONSTRAINT fk_person_role_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
	CONSTRAINT ck_person_role_held_role CHECK (role IN ('UNASSIGNED', 'INTERVIEWEE', 'INTERVIEWER', 'ADMIN'))
)
--;;
CREATE TABLE person_category (
	person_id VARCHAR(36) NOT NULL,
	category VARCHAR(50) NOT NULL,
	CONSTRAINT pk_person_category PRIMARY KEY (person_id, category),
	CONSTRAINT fk_person_category_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
--;;
CREATE INDEX ix_person_category_category ON person_category (category)
--;;
CREATE TABLE password_reset (
	code_digest VARCHAR(64) NOT NULL,
	person_id VARCHAR(36) NOT NULL,
	expires_at DATETIME NOT NULL,
	CONSTRAINT pk_password_reset PRIMARY KEY (code_digest),
	CONSTRAINT fk_password_reset_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
--;;
CREATE INDEX ix_password_reset_expires_at ON password_reset (expires_at)
--;;
CREATE INDEX ix_password_reset_person_id ON password_reset (person_id)
--;;
CREATE TABLE sign_in (
	id VARCHAR(36) NOT NULL,
	person_id VARCHAR(36) NOT NULL,
	client VARCHAR(200) NOT NULL,
	signed_in_at DATETIME NOT NULL,
	ended_at DATETIME,
	CONSTRAINT pk_sign_in PRIMARY KEY (id),
	CONSTRAINT fk_sign_in_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
--;;
CREATE INDEX ix_sign_in_person_id ON sign_in (person_id)
--;;
CREATE TABLE device_login (
	device_code_digest VARCHAR(64) NOT NULL,
	user_code VARCHAR(9) NOT NULL,
	client VARCHAR(200) NOT NULL,
	person_id VARCHAR(36),
	denied_at DATETIME,
	approved_at DATETIME,
	next_poll_at DATETIME NOT NULL,
	interval_s INTEGER NOT NULL,
	expires_at DATETIME NOT NULL,
	CONSTRAINT pk_device_login PRIMARY KEY (device_code_digest),
	CONSTRAINT uq_device_login_user_code UNIQUE (user_code),
	CONSTRAINT fk_device_login_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
--;;
CREATE INDEX ix_device_login_expires_at ON device_login (expires_at)
--;;
CREATE TABLE audit_row (
	id VARCHAR(36) NOT NULL,
	at DATETIME NOT NULL,
	actor_id VARCHAR(36) NOT NULL,
	action VARCHAR(50) NOT NULL,
	subject_id VARCHAR(100) NOT NULL,
	detail TEXT NOT NULL,
	request_id VARCHAR(100) NOT NULL,
	CONSTRAINT pk_audit_row PRIMARY KEY (id),
	CONSTRAINT fk_audit_row_actor_id_person FOREIGN KEY(actor_id) REFERENCES person (id)
)
--;;
CREATE INDEX ix_audit_row_at_id ON audit_row (at, id)
--;;
CREATE INDEX ix_audit_row_subject_id ON audit_row (subject_id)
--;;
CREATE TABLE ledger_movement (
	id VARCHAR(36) NOT NULL,
	kind VARCHAR(30) NOT NULL,
	reference VARCHAR(100) NOT NULL,
	request_id VARCHAR(100) NOT NULL,
	created_at DATETIME NOT NULL,
	entry_count INTEGER NOT NULL,
	final_sum BIGINT NOT NULL,
	CONSTRAINT pk_ledger_movement PRIMARY KEY (id),
	CONSTRAINT uq_ledger_movement_kind_reference UNIQUE (kind, reference),
	CONSTRAINT ck_ledger_movement_sums_to_zero CHECK (final_sum = 0),
	CONSTRAINT ck_ledger_movement_has_two_sides CHECK (entry_count >= 2),
	CONSTRAINT fk_ledger_movement_id_entry_count_final_sum_ledger_entry FOREIGN KEY(id, entry_count, final_sum) REFERENCES ledger_entry (movement_id, position, running_sum) DEFERRABLE INITIALLY DEFERRED
)
--;;
CREATE TRIGGER ledger_entry_counted BEFORE INSERT ON ledger_entry WHEN NOT (
    (SELECT count(*) + 1 FROM ledger_entry WHERE movement_id = NEW.movement_id) = NEW.position
    AND (SELECT coalesce(sum(amount), 0) + NEW.amount FROM ledger_entry WHERE movement_id = NEW.movement_id)
        = NEW.running_sum
    AND NEW.position <= coalesce((SELECT entry_count FROM ledger_movement WHERE id = NEW.movement_id), 0)
)
    BEGIN SELECT RAISE(ABORT, 'this entry does not continue a new movement'); END
--;;
CREATE TRIGGER ledger_entry_posted AFTER INSERT ON ledger_entry BEGIN
        INSERT INTO ledger_account (name, balance) VALUES (NEW.account, 0) ON CONFLICT (name) DO NOTHING;
        UPDATE ledger_account SET balance = balance + NEW.amount WHERE name = NEW.account;
    END
--;;
CREATE TRIGGER ledger_entry_has_no_update BEFORE update ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;;
CREATE TRIGGER ledger_entry_has_no_delete BEFORE delete ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;;
CREATE TRIGGER ledger_movement_has_no_update BEFORE update ON ledger_movement
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;;
CREATE TRIGGER ledger_movement_has_no_delete BEFORE delete ON ledger_movement
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;;
CREATE TRIGGER ledger_account_has_no_delete BEFORE delete ON ledger_account
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END
--;;
CREATE TABLE purchase (
	id VARCHAR(36) NOT NULL,
	person_id VARCHAR(36) NOT NULL,
	credits INTEGER NOT NULL,
	price_cents INTEGER NOT NULL,
	currency VARCHAR(3) NOT NULL,
	provider VARCHAR(20) NOT NULL,
	provider_reference VARCHAR(255) NOT NULL,
	payment_reference VARCHAR(255),
	credits_taken_back INTEGER NOT NULL,
	credits_lost INTEGER NOT NULL,
	checkout_url TEXT,
	status VARCHAR(20) NOT NULL,
	created_at DATETIME NOT NULL,
	decided_at DATETIME,
	CONSTRAINT pk_purchase PRIMARY KEY (id),
	CONSTRAINT uq_purchase_provider_provider_reference UNIQUE (provider, provider_reference),
	CONSTRAINT ck_purchase_credits_are_positive CHECK (credits > 0),
	CONSTRAINT ck_purchase_no_more_taken_back_than_bought CHECK (credits_taken_back BETWEEN 0 AND credits),
	CONSTRAINT ck_purchase_no_more_lost_than_taken_back CHECK (credits_lost BETWEEN 0 AND credits_taken_back),
	CONSTRAINT fk_purchase_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT ck_purchase_purchase_status CHECK (status IN ('PENDING', 'PAID', 'REJECTED'))
)
--;;
CREATE INDEX ix_purchase_payment_reference ON purchase (payment_reference)
--;;
CREATE INDEX ix_purchase_person_id ON purchase (person_id)
--;;
CREATE INDEX ix_purchase_status_created_at ON purchase (status, created_at)
--;;
CREATE TABLE payout (
	id VARCHAR(36) NOT NULL,
	person_id VARCHAR(36) NOT NULL,
	credits INTEGER NOT NULL,
	platform_fee INTEGER NOT NULL,
	net_amount INTEGER NOT NULL,
	payment_method VARCHAR(50) NOT NULL,
	payment_detail VARCHAR(500) NOT NULL,
	status VARCHAR(20) NOT NULL,
	created_at DATETIME NOT NULL,
	decided_at DATETIME,
	decided_by VARCHAR(36),
	reason VARCHAR(1000),
	CONSTRAINT pk_payout PRIMARY KEY (id),
	CONSTRAINT ck_payout_amounts_are_positive CHECK (credits > 0 AND platform_fee >= 0 AND net_amount > 0),
	CONSTRAINT ck_payout_amounts_add_up CHECK (credits = platform_fee + net_amount),
	CONSTRAINT ck_payout_is_decided_by_a_second_person CHECK (decided_by IS NULL OR decided_by <> person_id),
	CONSTRAINT ck_payout_is_decided_by_somebody CHECK ((status = 'PROCESSING') = (decided_by IS NULL)),
	CONSTRAINT fk_payout_person_id_person FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT ck_payout_payout_status CHECK (status IN ('PROCESSING', 'PROCESSED', 'REJECTED')),
	CONSTRAINT fk_payout_decided_by_person FOREIGN KEY(decided_by) REFERENCES person (id)
)
--;;
CREATE INDEX ix_payout_person_id_created_at ON payout (person_id, created_at)
--;;
CREATE INDEX ix_payout_status_created_at ON payout (status, created_at)
--;;
CREATE TABLE availability (
	person_id VARCHAR(36) NOT NULL,
	rules JSON NOT NULL,
	updated_at DATETIME NOT NULL,
	CONSTRAINT pk_availability PRIMARY KEY (person_id),
	CONSTRAINT fk_availability_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE
)
--;;
CREATE TABLE booking (
	id VARCHAR(36) NOT NULL,
	interviewer_id VARCHAR(36) NOT NULL,
	candidate_id VARCHAR(36) NOT NULL,
	starts_at DATETIME NOT NULL,
	ends_at DATETIME NOT NULL,
	zone VARCHAR(100) NOT NULL,
	wall_start VARCHAR(30) NOT NULL,
	zone_data VARCHAR(20) NOT NULL,
	status VARCHAR(20) NOT NULL,
	hold_expires_at DATETIME,
	credits_charged INTEGER NOT NULL,
	policy_version INTEGER NOT NULL,
	created_at DATETIME NOT NULL,
	ended_by VARCHAR(20),
	ended_at DATETIME,
	disputed_at DATETIME,
	dispute_reason VARCHAR(2000),
	resolved_at DATETIME,
	stream_call_id VARCHAR(200),
	recording_url VARCHAR(2000),
	sequence INTEGER NOT NULL,
	CONSTRAINT pk_booking PRIMARY KEY (id),
	CONSTRAINT ck_booking_ends_after_its_start CHECK (ends_at > starts_at),
	CONSTRAINT ck_booking_has_two_people CHECK (interviewer_id <> candidate_id),
	CONSTRAINT ck_booking_charge_is_not_negative CHECK (credits_charged >= 0),
	CONSTRAINT ck_booking_only_a_hold_expires CHECK ((status = 'HELD') = (hold_expires_at IS NOT NULL)),
	CONSTRAINT fk_booking_interviewer_id_person FOREIGN KEY(interviewer_id) REFERENCES person (id),
	CONSTRAINT fk_booking_candidate_id_person FOREIGN KEY(candidate_id) REFERENCES person (id),
	CONSTRAINT ck_booking_booking_status CHECK (status IN ('HELD', 'SCHEDULED', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
	CONSTRAINT ck_booking_ended_by CHECK (ended_by IN ('CANDIDATE', 'INTERVIEWER')),
	CONSTRAINT uq_booking_stream_call_id UNIQUE (stream_call_id)
)
--;;
CREATE INDEX ix_booking_candidate_id_starts_at ON booking (candidate_id, starts_at)
--;;
CREATE INDEX ix_booking_hold_expires_at ON booking (hold_expires_at)
--;;
CREATE INDEX ix_booking_interviewer_id_starts_at ON booking (interviewer_id, starts_at)
--;;
CREATE UNIQUE INDEX ix_booking_candidate_id_start_is_taken_once ON booking (candidate_id, starts_at) WHERE status <> 'CANCELLED'
--;;
CREATE UNIQUE INDEX ix_booking_interviewer_id_start_is_taken_once ON booking (interviewer_id, starts_at) WHERE status <> 'CANCELLED'
--;;
CREATE TRIGGER booking_interviewer_id_is_free_insert BEFORE INSERT ON booking WHEN NEW.status <> 'CANCELLED' AND EXISTS (
        SELECT 1 FROM booking WHERE interviewer_id = NEW.interviewer_id AND status <> 'CANCELLED' AND id <> NEW.id
        AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
    ) BEGIN SELECT RAISE(ABORT, 'booking_interviewer_id_is_free'); END
--;;
CREATE TRIGGER booking_interviewer_id_is_free_update BEFORE UPDATE OF interviewer_id, starts_at, ends_at, status ON booking WHEN NEW.status <> 'CANCELLED' AND EXISTS (
        SELECT 1 FROM booking WHERE interviewer_id = NEW.interviewer_id AND status <> 'CANCELLED' AND id <> NEW.id
        AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
    ) BEGIN SELECT RAISE(ABORT, 'booking_interviewer_id_is_free'); END
--;;
CREATE TRIGGER booking_candidate_id_is_free_insert BEFORE INSERT ON booking WHEN NEW.status <> 'CANCELLED' AND EXISTS (
        SELECT 1 FROM booking WHERE candidate_id = NEW.candidate_id AND status <> 'CANCELLED' AND id <> NEW.id
        AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
    ) BEGIN SELECT RAISE(ABORT, 'booking_candidate_id_is_free'); END
--;;
CREATE TRIGGER booking_candidate_id_is_free_update BEFORE UPDATE OF candidate_id, starts_at, ends_at, status ON booking WHEN NEW.status <> 'CANCELLED' AND EXISTS (
        SELECT 1 FROM booking WHERE candidate_id = NEW.candidate_id AND status <> 'CANCELLED' AND id <> NEW.id
        AND starts_at < NEW.ends_at AND ends_at > NEW.starts_at
    ) BEGIN SELECT RAISE(ABORT, 'booking_candidate_id_is_free'); END
--;;
CREATE TABLE webhook_endpoint (
	id VARCHAR(36) NOT NULL,
	url VARCHAR(2000) NOT NULL,
	secret VARCHAR(100) NOT NULL,
	events JSON NOT NULL,
	created_by VARCHAR(36) NOT NULL,
	created_at DATETIME NOT NULL,
	CONSTRAINT pk_webhook_endpoint PRIMARY KEY (id),
	CONSTRAINT fk_webhook_endpoint_created_by_person FOREIGN KEY(created_by) REFERENCES person (id)
)
--;;
CREATE TABLE refresh_token (
	digest VARCHAR(64) NOT NULL,
	sign_in_id VARCHAR(36) NOT NULL,
	expires_at DATETIME NOT NULL,
	used_at DATETIME,
	CONSTRAINT pk_refresh_token PRIMARY KEY (digest),
	CONSTRAINT fk_refresh_token_sign_in_id_sign_in FOREIGN KEY(sign_in_id) REFERENCES sign_in (id) ON DELETE CASCADE
)
--;;
CREATE INDEX ix_refresh_token_expires_at ON refresh_token (expires_at)
--;;
CREATE INDEX ix_refresh_token_sign_in_id ON refresh_token (sign_in_id)
--;;
CREATE TABLE authorization_code (
	digest VARCHAR(64) NOT NULL,
	person_id VARCHAR(36) NOT NULL,
	client VARCHAR(200) NOT NULL,
	redirect_uri VARCHAR(500) NOT NULL,
	code_challenge VARCHAR(128) NOT NULL,
	signed_in_at DATETIME NOT NULL,
	expires_at DATETIME NOT NULL,
	sign_in_id VARCHAR(36),
	CONSTRAINT pk_authorization_code PRIMARY KEY (digest),
	CONSTRAINT fk_authorization_code_person_id_person FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE CASCADE,
	CONSTRAINT fk_authorization_code_sign_in_id_sign_in FOREIGN KEY(sign_in_id) REFERENCES sign_in (id) ON DELETE CASCADE
)
--;;
CREATE INDEX ix_authorization_code_expires_at ON authorization_code (expires_at)
--;;
CREATE TABLE purchase_reversal (
	id VARCHAR(100) NOT NULL,
	purchase_id VARCHAR(36) NOT NULL,
	cents INTEGER NOT NULL,
	is_undone BOOLEAN NOT NULL,
	CONSTRAINT pk_purchase_reversal PRIMARY KEY (id),
	CONSTRAINT ck_purchase_reversal_cents_are_positive CHECK (cents > 0),
	CONSTRAINT fk_purchase_reversal_purchase_id_purchase FOREIGN KEY(purchase_id) REFERENCES purchase (id)
)
--;;
CREATE INDEX ix_purchase_reversal_purchase_id ON purchase_reversal (purchase_id)
--;;
CREATE TABLE call_file (
	id VARCHAR(36) NOT NULL,
	booking_id VARCHAR(36) NOT NULL,
	kind VARCHAR(20) NOT NULL,
	origin VARCHAR(200) NOT NULL,
	started_at DATETIME NOT NULL,
	checksum VARCHAR(64),
	content BLOB,
	url VARCHAR(2000),
	uploaded_by VARCHAR(36),
	received_at DATETIME NOT NULL,
	CONSTRAINT pk_call_file PRIMARY KEY (id),
	CONSTRAINT uq_call_file_booking_id_kind_origin UNIQUE (booking_id, kind, origin),
	CONSTRAINT ck_call_file_kind CHECK (kind IN ('transcript', 'recording')),
	CONSTRAINT fk_call_file_booking_id_booking FOREIGN KEY(booking_id) REFERENCES booking (id) ON DELETE CASCADE,
	CONSTRAINT fk_call_file_uploaded_by_person FOREIGN KEY(uploaded_by) REFERENCES person (id) ON DELETE SET NULL
)
--;;
CREATE TABLE feedback (
	booking_id VARCHAR(36) NOT NULL,
	content JSON NOT NULL,
	transcript_ids JSON NOT NULL,
	made_at DATETIME NOT NULL,
	CONSTRAINT pk_feedback PRIMARY KEY (booking_id),
	CONSTRAINT fk_feedback_booking_id_booking FOREIGN KEY(booking_id) REFERENCES booking (id) ON DELETE CASCADE
)
--;;
CREATE TABLE rating (
	booking_id VARCHAR(36) NOT NULL,
	rater_id VARCHAR(36) NOT NULL,
	rated_id VARCHAR(36) NOT NULL,
	rating INTEGER NOT NULL,
	comment TEXT,
	rated_at DATETIME NOT NULL,
	CONSTRAINT pk_rating PRIMARY KEY (booking_id, rater_id),
	CONSTRAINT ck_rating_rating_is_from_1_to_10 CHECK (rating BETWEEN 1 AND 10),
	CONSTRAINT fk_rating_booking_id_booking FOREIGN KEY(booking_id) REFERENCES booking (id) ON DELETE CASCADE,
	CONSTRAINT fk_rating_rater_id_person FOREIGN KEY(rater_id) REFERENCES person (id),
	CONSTRAINT fk_rating_rated_id_person FOREIGN KEY(rated_id) REFERENCES person (id)
)
--;;
CREATE INDEX ix_rating_rated_id ON rating (rated_id)
