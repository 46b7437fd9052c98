"""Which test proves which case of the reliability rules; `test_cases` sees that they are there.

Each entry is "file::test", or LATER with what it waits for.
"""

from __future__ import annotations

LATER = "later: "
_S, _F, _W = "faults/test_saving.py::", "faults/test_files.py::", "faults/test_window.py::"
_P = "faults/test_places.py::"
_B, _M, _C = "store/test_backup.py::", "store/test_migrations.py::", "store/test_check.py::"
_V = "store/test_salvage.py::"
_CSV, _XLSX = "formats/test_csv_file.py::", "formats/test_xlsx_file.py::"
_CHILD, _OUT = "formats/test_child.py::", "formats/test_writers.py::"
_HOSTILE = ("faults/test_hostile.py::test_59_60_61_64_65_hostile_words_load_nothing_show_literally"
            "_and_freeze_nothing")  # fmt: skip
_K = "ui/backups/test_keeping.py::"
_ROWS = "usecases/test_importing_faults.py::"
_BAD_ROW = _ROWS + ("test_41_49_50_a_row_that_cannot_be_kept_is_refused_with_its_reason_and_the"
                    "_others_come_in")  # fmt: skip
_VCARD, _MAIL = "formats/test_card_in.py::", "formats/test_mail_in.py::"

CASES: dict[int, str] = {
    1: _S + "test_01_a_disk_full_at_a_save_loses_nothing_and_the_same_save_works_later",
    2: _S + "test_02_a_full_disk_at_the_start_is_a_sentence_and_the_desk_stays_as_it_is",
    3: _B + "test_a_full_disk_while_backing_up_leaves_nothing_and_says_so",
    4: _M + "test_04_a_disk_that_fills_during_an_upgrade_leaves_the_old_version_which_opens",
    5: _F + "test_05_06_a_window_over_a_read_only_desk_shows_it_and_refuses_changes_in_a_sentence",
    6: _F + "test_05_06_a_window_over_a_read_only_desk_shows_it_and_refuses_changes_in_a_sentence",
    7: _F + "test_07_an_unreadable_desk_is_refused_with_its_name_and_what_to_do",
    8: _F + "test_08_a_desk_deleted_while_open_takes_no_changes_and_can_be_exported",
    9: _F + "test_09_a_desk_replaced_while_open_is_kept_and_so_is_the_one_that_came",
    10: _P + "test_10_12_copies_are_named_and_not_merged_and_a_second_start_hands_its_file_over",
    11: _P + "test_11_a_desk_in_a_synchronised_folder_is_refused_untouched_with_a_place_to_go_to",
    12: _F + "test_12_a_second_program_is_refused_and_the_first_goes_on",
    13: _F + "test_13_15_after_a_kill_the_lock_is_free_and_the_log_is_replayed",
    14: "support/test_lock.py::test_a_desk_open_on_another_computer_is_refused_unless_one_insists",
    15: _F + "test_13_15_after_a_kill_the_lock_is_free_and_the_log_is_replayed",
    16: _F + "test_16_without_its_log_a_desk_opens_whole_and_says_how_much_is_missing",
    17: _B + "test_a_log_left_by_a_crash_goes_into_the_old_desk_and_not_into_the_restored_one",
    18: _V + "test_18_with_its_header_zeroed_a_desk_is_salvaged_completely",
    19: _V + "test_19_of_a_file_cut_short_the_part_that_is_there_comes_out",
    20: _F + "test_20_every_flipped_bit_in_a_record_is_found_and_the_record_named",
    21: _C + "test_a_search_that_differs_from_the_records_is_found_and_made_anew",
    22: _F + "test_22_a_desk_of_a_newer_version_is_refused_for_the_window_too",
    23: _M + "test_an_upgrade_killed_anywhere_leaves_the_old_version_or_the_new",
    24: _B + "test_a_restore_killed_anywhere_leaves_the_old_desk_or_the_new",
    25: "faults/test_killed.py::test_25_an_import_killed_anywhere_leaves_nothing_or_everything",
    26: _S + "test_26_a_desk_held_by_another_program_is_waited_for_and_then_refused",
    27: _K + "test_27_a_backup_disk_that_is_gone_is_told_once_and_used_again_when_it_is_back",
    28: "store/test_keys.py::test_28_a_wrong_passphrase_is_told_apart_from_damage",
    29: "ui/security/test_security.py::test_29_a_key_in_the_keychain_opens_without_asking_and_a"
    "_lost_one_asks",
    30: _S + "test_30_with_the_clock_set_back_to_1970_history_and_undo_keep_their_order",
    31: _K + "test_31_a_zone_change_or_a_new_day_has_every_screen_judge_anew",
    32: _S + "test_32_a_computer_that_sleeps_in_the_middle_of_a_save_wakes_with_it_whole",
    33: _S + "test_33_a_long_read_sees_one_state_and_does_not_hold_up_a_save",
    34: _CSV + "test_an_empty_file_is_named_as_that",
    35: _XLSX + "test_an_old_excel_file_that_cannot_be_read_is_named_as_that",
    36: _XLSX + "test_a_bomb_is_not_unpacked",
    37: _XLSX + "test_a_cell_far_away_is_named_before_it_takes_the_memory",
    38: _XLSX + "test_external_entities_are_refused_unread",
    39: _CSV + "test_a_line_of_many_megabytes_is_refused_before_it_is_held",
    40: "usecases/test_importing_large.py::test_40_stopping_when_bits_are_written_leaves_no_trace",
    41: _BAD_ROW,
    42: _CSV + "test_utf8_mixed_with_windows_text_keeps_both",
    43: _CSV + "test_the_encoding_is_told_from_the_bytes",
    44: _CSV + "test_a_decimal_comma_is_no_delimiter",
    45: _CSV + "test_headings_become_unique_and_nameless_columns_get_a_name",
    46: _CSV + "test_ragged_rows_come_through_as_they_are",
    47: _CSV + "test_a_quote_never_closed_names_its_line",
    48: _CSV + "test_a_hundred_thousand_columns_are_refused",
    49: _BAD_ROW,
    50: _BAD_ROW,
    51: _ROWS + "test_51_a_row_with_half_a_character_is_refused_with_its_reason_and_the_others"
    "_come_in",
    52: _VCARD + "test_52_a_picture_of_fifty_megabytes_is_passed_over_quickly",
    53: _VCARD + "test_53_a_card_without_an_end_is_read_up_to_the_next",
    54: _VCARD + "test_54_what_a_card_points_to_is_never_read",
    55: _MAIL + "test_55_deeply_nested_parts_are_not_opened_and_the_head_is_read",
    56: _MAIL + "test_56_twenty_thousand_recipients_do_not_hang_and_are_counted",
    57: _MAIL + "test_57_an_unknown_or_wrong_charset_still_gives_words",
    58: "usecases/test_importing.py::test_importing_the_same_files_again_adds_nothing",
    59: _HOSTILE,
    60: _HOSTILE,
    61: _HOSTILE,
    62: "ui/test_outside.py::test_62_odd_names_are_cleaned_and_programs_are_only_saved",
    63: _OUT + "test_text_that_a_spreadsheet_would_run_is_guarded_and_numbers_are_not",
    64: _HOSTILE,
    65: _HOSTILE,
    66: "ui/test_printing.py::test_a_disk_that_takes_only_a_part_is_noticed_and_the_old_pdf_stays",
    67: "ui/test_printing.py::test_67_a_target_that_is_open_elsewhere_keeps_what_was_there",
    68: _W + "test_68_a_fault_while_painting_reading_closing_or_answering_is_told_once",
    69: _W + "test_69_a_worker_a_command_or_the_writer_that_dies_is_shown",
}
