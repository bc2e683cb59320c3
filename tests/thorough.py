"""What `make thorough` alone tries: further cases, and tests whose subject a quicker one holds.

The rule, which docs/architecture.md states: a test that takes over a second on two busy cores is
left to `make thorough`

- from so many of its cases on, where they differ in what is drawn or asked but not in what is
  held (seeds, regions, languages, objectives, files): FURTHER_CASES;
- where another test of the quick suite holds the same subject: HELD_BY. That is so of whole
  journeys (a process, a browser, a page of the docs) whose steps have tests of their own, and of
  shipped regions where a small one shows the same.

Never left out: a family of constraints, a metric, a command or a kind of error, and a test that
finds a fault of `tests/mutants/`. tests/test_thorough.py holds these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

FURTHER_CASES: Mapping[str, int] = {
    "test_akin::test_a_network_like_another_is_what_is_built": 2,
    "test_akin::test_lots_and_roads_of_their_own_are_built": 1,
    "test_akin::test_programmes_of_kin_find_the_plans_of_cold_ones": 1,
    "test_alternatives_change::test_cap_on_change_equals_brute_force": 2,
    "test_alternatives_change::test_least_change_equals_brute_force": 2,
    "test_bounded_errors::test_much_is_wrong": 5,
    "test_bounds_swept::test_building_is_let_from_nothing_on": 1,
    "test_brief::test_names_of_any_kind": 1,
    "test_brief_without_waste::test_no_province_leaves_no_gap": 1,
    "test_damaged_results::test_damage_is_refused": 16,
    "test_docs_python::test_scripts_run": 1,
    "test_dropped_tables::test_a_table_without_rows_is_written_where_it_is_needed": 2,
    "test_empty::test_every_command_takes_an_empty_study": 8,
    "test_empty::test_runs_with_odd_discount_rates_are_verified": 1,
    "test_exchange::test_files_have_the_optimum_of_every_stage": 1,
    "test_exchange::test_stages_in_pyomo_reach_what_this_project_reaches": 1,
    "test_expansion_properties::test_every_stage_reaches_what_the_oracle_reaches": 2,
    "test_explain::test_hand_made_conflict_is_irreducible_and_ways_lead_out": 1,
    "test_explain::test_limit_on_nothing_is_a_conflict_by_itself": 1,
    "test_explain::test_random_conflict_is_irreducible_and_ways_lead_out": 1,
    "test_fairness::test_a_capped_spread_equals_a_plain_programme": 1,
    "test_foreseen_routes::test_stages_want_little_that_was_not_foreseen": 1,
    "test_frontier::TestExample::test_ends_are_the_two_optima": 1,
    "test_frontier::TestExample::test_points_are_optimal_on_a_cold_solve": 1,
    "test_frontier::test_frontier_equals_parametric_network_flow": 1,
    "test_frontier::test_rate_with_a_growing_base_follows_its_closed_form": 1,
    "test_games_properties::test_nucleolus_against_brute_force": 4,
    "test_growth::test_few_routes_give_the_plan_of_all": 3,
    "test_growth::test_interior_point_method_gives_the_same_plan": 1,
    "test_holding_stages::test_limits_that_cannot_bind_change_nothing": 2,
    "test_idle_reasons::test_the_true_reason": 4,
    "test_impossible_targets::test_in_a_small_region_too": 1,
    "test_least_rate_of_nothing::test_a_balance_of_nothing_is_not_defined": 1,
    "test_ledger::test_relaxing_the_cause_lets_the_tonne_in": 2,
    "test_lengths_in_part::test_a_figure_of_nothing_known_is_blank": 1,
    "test_lengths_in_tables::test_a_stage_of_what_is_not_known_is_verified": 1,
    "test_link_openings::test_links_opened_are_those_of_enumeration": 1,
    "test_metrics_everywhere::test_every_figure_is_recomputed": 1,
    "test_metrics_everywhere::test_its_plans_are_verified": 1,
    "test_odd_objectives::test_other_large_costs_hide_no_haul_either": 1,
    "test_odd_objectives::test_stages_that_undo_each_other_always_have_a_plan": 2,
    "test_odd_sizes::test_a_dear_haul_is_verified_against_what_it_costs": 1,
    "test_odd_sizes::test_a_small_study_is_as_exact_as_a_large_one": 1,
    "test_odd_sizes::test_a_tiny_yield_is_kept": 1,
    "test_odd_sizes::test_a_trace_of_waste_beside_a_large_line": 1,
    "test_openings::test_warehouses_cost_what_is_published": 1,
    "test_own_copies::test_files_of_a_person_stay_wherever_a_file_is_written": 1,
    "test_page_download::test_workbook_says_all_in_the_language_of_the_reader": 1,
    "test_page_edits::test_saved_edit_gives_the_same_plan": 8,
    "test_page_reshaping::test_the_programme_of_the_base_serves": 3,
    "test_page_study::test_sweep_varies_what_is_asked": 2,
    "test_pages_followed::test_it_prints_what_it_shows": 1,
    "test_parallel_links::test_each_objective_finds_its_leg": 1,
    "test_parallel_links::test_each_objective_finds_its_trunk": 1,
    "test_price_of_generation::test_it_is_what_one_more_tonne_changes": 1,
    "test_printed_sizes::test_letters_are_readable_and_apart": 2,
    "test_properties::test_every_lever_bites": 4,
    "test_properties::test_relaxing_a_limit_never_worsens_the_rate": 4,
    "test_reference_metrics::test_a_scenario_takes_it_as_listed": 4,
    "test_relays::test_few_routes_give_the_plan_of_all": 1,
    "test_replan::test_a_change_without_a_plan_is_told_and_forgotten": 1,
    "test_replan::test_duals_certify_the_first_stage": 1,
    "test_replan::test_plans_are_those_of_cold_runs": 1,
    "test_replan::test_plans_with_open_ties_are_as_good": 1,
    "test_rounds::test_going_round_is_no_utilization": 1,
    "test_said_as_text::test_every_command_takes_such_a_path": 1,
    "test_said_as_text::test_paths_hold_no_markup": 1,
    "test_shipped::TestShipped::test_results_are_complete_and_verified": 1,
    "test_sizes_and_steps::test_a_small_plant_is_of_one_technology_a_large_one_of_another": 1,
    "test_sizes_and_steps::test_dearer_building_never_builds_more": 1,
    "test_sizes_and_steps::test_sizes_are_those_of_enumeration": 1,
    "test_slack_with_choices::test_slack_is_counted_from_what_all_choices_reach": 1,
    "test_small_amounts::test_the_legend_of_a_map_of_tonnes": 1,
    "test_sweep::test_points_equal_cold_runs": 12,
    "test_sweep::test_points_with_old_stock_equal_cold_runs": 1,
    "test_synergy::test_todays_rules_realize_all_or_nothing": 1,
    "test_synergy_of_openings::test_values_are_those_of_enumeration": 1,
    "test_target::test_curve_is_the_frontier": 1,
    "test_target_shipped::test_target_is_reached": 1,
    "test_target_told::test_less_is_not_said_as_more": 2,
    "test_target_told::test_other_costs_in_the_same_solver": 1,
    "test_textbook::test_the_optimum_is_the_printed_one": 4,
    "test_treatment::test_generators_are_credited_through_treatment": 1,
    "test_unfinished_studies::test_interrupted_study_is_not_dropped_for_a_copy": 1,
    "test_units::test_sizes_are_those_of_pint": 9,
    "test_unused_rows::test_what_takes_no_part_can_be_left_out": 1,
    "test_verify::test_right_results_pass": 1,
    "test_ways_kept::test_each_objective_finds_its_mode": 3,
    "test_ways_out_least_rate::test_the_floor_is_lowered_for_all_areas": 1,
    "test_workers::test_bad_address_ends_with_two": 3,
    "test_worth_of_cells::test_a_price_is_per_unit_of_the_cell": 2,
    "test_years::test_a_changed_number_fails_the_verification": 1,
}
"""Test -> how many of its cases, the first ones, are always tried."""

HELD_BY: Mapping[str, str] = {
    "test_alternatives::test_run_finds_alternatives_too": (
        "test_alternatives::test_command_writes_plans_and_ranges"
    ),
    "test_alternatives_change::test_run_with_reference_is_verified_and_reproducible": (
        "test_alternatives_change::test_change_is_reported_where_a_reference_is_given"
    ),
    "test_benchmarks::test_one_instance_from_start_to_page": (
        "test_benchmarks::test_peers_find_our_optimum"
    ),
    "test_brief::test_a_scenario_is_held_against_what_it_extends": (
        "test_brief::test_python_gives_the_same"
    ),
    "test_brief::test_a_tall_map_fits_a_page": "test_brief::test_a_map_in_the_size_of_the_page",
    "test_cli::test_killed_run_harms_nothing": (
        "test_killed_exchange::test_killed_at_every_step_of_replacing"
    ),
    "test_cli::test_trade_without_a_line_has_an_end": (
        "test_cli::test_unbounded_ends_with_6_and_leaves_earlier_results"
    ),
    "test_coalitions::test_values_are_those_of_reduced_projects": (
        "test_synergy_of_openings::test_values_are_those_of_enumeration"
    ),
    "test_compare_cli::test_scenarios_are_run_where_their_results_are_missing_or_stale": (
        "test_compare_cli::test_a_scenario_without_a_plan_ends_with_3"
    ),
    "test_compare_maps::test_chinese_maps_are_chinese": (
        "test_layers::test_layers_have_places_and_chinese_names"
    ),
    "test_compare_maps::test_names_from_data_are_text": ("test_cli::test_names_from_data_are_text"),
    "test_compare_maps::test_the_same_runs_give_the_same_files": (
        "test_compare_cli::test_the_same_runs_give_the_same_files"
    ),
    "test_damaged_results::test_random_damage_is_no_internal_error": (
        "test_damaged_results::test_damage_is_refused"
    ),
    "test_docs_python::test_the_page_runs": "test_docs_python::test_the_notebook_runs",
    "test_empty::test_runs_with_and_without_waste_are_compared": (
        "test_blank_figures::test_a_comparison_has_a_dash"
    ),
    "test_ensemble::test_result_does_not_depend_on_workers_or_on_what_was_done_before": (
        "test_workers::test_any_crew_gives_the_same_bytes"
    ),
    "test_ensemble_command::test_comparison_with_draws": (
        "test_ensemble_command::test_chinese_sentences"
    ),
    "test_ensemble_command::test_interrupted_draws_are_taken_up_again": (
        "test_workers::test_killed_in_the_middle_nothing_is_lost_or_twice"
    ),
    "test_ensemble_leaning::test_more_variables_than_draws": (
        "test_ensemble_leaning::test_shares_of_a_linear_model_are_its_sobol_indices"
    ),
    "test_ensemble_leaning::test_what_is_not_linear_is_not_explained": (
        "test_ensemble_leaning::test_shares_of_a_linear_model_are_its_sobol_indices"
    ),
    "test_exchange::test_first_stage_of_a_shipped_region": (
        "test_exchange::test_files_have_the_optimum_of_every_stage"
    ),
    "test_expansion_properties::test_what_costs_more_is_never_built_more": (
        "test_sizes_and_steps::test_dearer_building_never_builds_more"
    ),
    "test_expansion_studies::test_an_entry_with_steps_and_an_opening_is_varied": (
        "test_bounds_swept::test_building_is_let_from_nothing_on"
    ),
    "test_explain::test_limits_are_found_along_extends": (
        "test_explain::test_either_of_two_contradicting_limits_can_go"
    ),
    "test_explain::test_random_limits_are_mostly_too_much": (
        "test_explain::test_random_conflict_is_irreducible_and_ways_lead_out"
    ),
    "test_export::test_the_script_rebuilds_solves_and_reads_back": (
        "test_export::test_a_file_and_its_names_are_written"
    ),
    "test_fairness::TestNoWorseOff::test_the_resolved_scenario_gives_the_same": (
        "test_dropped_tables::test_a_table_without_rows_is_written_where_it_is_needed"
    ),
    "test_fast_path::test_shipped_programme_is_the_readable_one": (
        "test_fast_path::test_programme_with_every_family_is_the_readable_one"
    ),
    "test_foreign_folder::test_pictures_heed_no_settings_of_the_current_folder": (
        "test_foreign_folder::test_module_takes_the_current_folder_off_its_path"
    ),
    "test_foreign_folder::test_run_loads_nothing_from_the_current_folder": (
        "test_foreign_folder::test_module_takes_the_current_folder_off_its_path"
    ),
    "test_foreign_folder::test_workers_load_nothing_from_the_current_folder": (
        "test_foreign_folder::test_children_are_told_where_modules_are"
    ),
    "test_foreign_left_overs::test_a_changed_table_of_results_does_not_block": (
        "test_foreign_left_overs::test_tables_of_a_person_in_results_are_not_read"
    ),
    "test_foreseen_routes::test_sifting_keeps_the_plan_at_hand": (
        "test_foreseen_routes::test_stages_want_little_that_was_not_foreseen"
    ),
    "test_frontier::test_command_is_the_same_twice": (
        "test_workers::test_any_crew_gives_the_same_bytes"
    ),
    "test_frontier::test_command_writes_points_that_run": (
        "test_python_studies::test_frontier_is_that_of_the_command"
    ),
    "test_frontier_of_least_rate::test_points_are_scenarios_of_their_own": (
        "test_python_studies::test_a_point_is_a_case"
    ),
    "test_fuzz::test_mutants_end_in_a_plan_or_in_a_refusal_with_a_place": (
        "test_bad_input::test_any_slip_is_read_or_told"
    ),
    "test_growth::test_block_size_changes_nothing": (
        "test_growth::test_few_routes_give_the_plan_of_all"
    ),
    "test_growth::test_candidates_are_the_routes_of_the_table": (
        "test_growth::test_small_regions_list_their_routes"
    ),
    "test_growth::test_shipped_region_is_the_same_with_few_routes": (
        "test_growth::test_few_routes_give_the_plan_of_all"
    ),
    "test_hard_searches::test_without_a_word_the_time_limit_ends_the_search": (
        "test_hard_searches::test_the_best_plan_at_the_time_limit_is_told_with_its_gap"
    ),
    "test_impossible_targets::test_a_target_out_of_reach_is_explained_in_few_steps": (
        "test_impossible_targets::test_in_a_small_region_too"
    ),
    "test_known_at_least::test_a_comparison_marks_them_and_tells_no_difference": (
        "test_blank_figures::test_a_comparison_has_a_dash"
    ),
    "test_ledger::test_causes_do_not_hang_on_the_path_of_the_solver": (
        "test_ledger::test_of_equal_limits_the_cheapest_to_use_is_named"
    ),
    "test_link_openings::test_so_many_links_are_open_as_the_scenario_says": (
        "test_openings::test_so_many_are_open_as_the_scenario_says"
    ),
    "test_loader_csv::test_each_spelling_of_a_unit_is_parsed_once": (
        "test_start::test_shipped_tables_are_read_without_pint"
    ),
    "test_many_recipes::test_thousands_of_recipes": (
        "test_random_regions::test_every_stage_reaches_what_the_oracle_reaches"
    ),
    "test_map_outlets::test_maps_of_a_comparison_have_them": (
        "test_map_outlets::test_what_ends_where"
    ),
    "test_market_links::test_an_added_link_never_worsens_the_optimum": (
        "test_sizes_and_steps::test_dearer_building_never_builds_more"
    ),
    "test_metrics_everywhere::test_a_trial_metric_needs_its_file_and_its_check": (
        "test_metrics_everywhere::test_a_metric_without_a_check_is_named"
    ),
    "test_odd_objectives::test_a_large_surcharge_hides_no_haul": (
        "test_odd_objectives::test_other_large_costs_hide_no_haul_either"
    ),
    "test_odd_objectives::test_the_dearest_plan_of_the_example_passes_verification": (
        "test_odd_objectives::test_the_largest_net_cost_is_that_of_lines_that_run"
    ),
    "test_openings::test_choices_are_those_of_enumeration": (
        "test_sizes_and_steps::test_sizes_are_those_of_enumeration"
    ),
    "test_openings_in_studies::test_points_between_are_looked_for": (
        "test_openings::test_so_many_are_open_as_the_scenario_says"
    ),
    "test_output::test_a_full_device_does_not_deny_the_results": (
        "test_output::test_every_command_tells_of_lost_output"
    ),
    "test_output::test_a_process_of_its_own_tells_of_lost_output": (
        "test_output::test_every_command_tells_of_lost_output"
    ),
    "test_output::test_a_process_without_output_is_no_error": (
        "test_output::test_closed_output_is_no_error"
    ),
    "test_output::test_the_rest_is_run_when_the_reader_is_gone": (
        "test_output::test_a_reader_that_goes_away_is_no_error"
    ),
    "test_own_tables::test_transport_costs_what_the_book_prints": (
        "test_textbook::test_the_optimum_is_the_printed_one"
    ),
    "test_page_browser::test_a_planner_does_the_whole_job": (
        "test_page_browser::test_the_keyboard_is_enough"
    ),
    "test_page_browser::test_the_server_goes_and_comes_back": (
        "test_page_browser::test_a_link_to_a_scenario_that_is_gone"
    ),
    "test_page_browser::test_two_people_at_once": ("test_page_server::test_a_plan_comes_in_steps"),
    "test_page_compare::test_inputs_and_results_are_those_of_a_comparison_of_runs": (
        "test_page_compare::test_changes_are_told_in_sentences"
    ),
    "test_page_download::test_pictures_and_text": (
        "test_page_download::test_workbook_says_all_in_the_language_of_the_reader"
    ),
    "test_page_download::test_tables_are_those_of_a_run_of_the_saved_file": (
        "test_page_edits::test_saved_edit_gives_the_same_plan"
    ),
    "test_page_memory::test_many_edits_leave_no_more_than_a_few_programmes_and_plans": (
        "test_page_warm::test_plans_that_are_remembered_do_not_hold_their_programmes"
    ),
    "test_page_moved::test_random_edits_give_what_a_programme_of_their_own_gives": (
        "test_page_edits::test_saved_edit_gives_the_same_plan"
    ),
    "test_page_planner::test_a_broken_scenario_ends_the_command": (
        "test_page_server::test_a_broken_scenario_is_shown"
    ),
    "test_page_reshaping::test_random_lists_give_what_a_programme_of_their_own_gives": (
        "test_page_reshaping::test_the_programme_of_the_base_serves"
    ),
    "test_page_study::test_who_cancels_a_study_ends_its_process_alone": (
        "test_page_attacks::test_who_asks_after_a_planner_was_killed_gets_an_answer"
    ),
    "test_page_target::test_the_edits_of_an_answer_are_its_plan": (
        "test_page_target::test_the_question_is_asked_and_its_answer_followed"
    ),
    "test_page_walk::test_figures_are_those_of_the_page": (
        "test_page_planner::test_saved_edits_run_to_the_last_digit"
    ),
    "test_page_warm::test_floors_of_standing_alone_follow_the_edits": (
        "test_fairness::TestNoWorseOff::test_floors_hold_and_are_priced"
    ),
    "test_parallel_links::test_large_regions_find_the_same_plans": (
        "test_growth::test_few_routes_give_the_plan_of_all"
    ),
    "test_parallel_links::test_random_regions_of_parallel_links_have_the_oracles_optimum": (
        "test_random_regions::test_every_stage_reaches_what_the_oracle_reaches"
    ),
    "test_prices_shipped::test_prices_hold_inside_their_range": (
        "test_prices::test_a_price_is_what_a_changed_input_does"
    ),
    "test_private_workers::test_interrupted_at_the_start_of_workers": (
        "test_struck_pool::test_struck_at_each_instruction"
    ),
    "test_programmes::test_moved_limits_give_the_plan_and_the_network_of_a_cold_run": (
        "test_programmes::test_a_quota_and_a_cap_move_as_well"
    ),
    "test_province_level::test_baseline_is_verified": (
        "test_shipped::TestShipped::test_results_are_complete_and_verified"
    ),
    "test_python_face::test_load_draws_nothing": (
        "test_start::test_the_command_line_loads_no_heavy_library"
    ),
    "test_python_face::test_save_replaces_its_own_only": (
        "test_result_folders::test_notes_in_a_results_folder_are_kept"
    ),
    "test_python_studies::test_comparison": "test_compare_cli::test_folders_are_compared",
    "test_python_studies::test_synergy_is_that_of_the_command": (
        "test_python_studies::test_frontier_is_that_of_the_command"
    ),
    "test_random_regions::test_the_best_choice_of_new_lines_is_the_oracles": (
        "test_expansion_properties::test_every_stage_reaches_what_the_oracle_reaches"
    ),
    "test_reads_well::test_the_report_is_named": "test_report::test_run_writes_a_report",
    "test_relays::test_credit_of_scattered_plants_adds_up": (
        "test_treatment::test_old_stock_that_is_treated_adds_up"
    ),
    "test_report_browser::test_a_request_and_an_error_would_be_seen": (
        "test_report::test_page_loads_nothing"
    ),
    "test_report_browser::test_comparison_opens_without_a_network": (
        "test_report_browser::test_page_asks_for_nothing"
    ),
    "test_report_browser::test_phone_has_no_sideways_scroll": (
        "test_report_browser::test_page_can_be_used"
    ),
    "test_report_browser::test_policy_stops_a_script_that_slipped_in": (
        "test_report::test_policy_lets_only_its_own_scripts_run"
    ),
    "test_report_print::test_printing_and_names": "test_report_browser::test_page_can_be_used",
    "test_result_exchange::test_simultaneous_runs_end_well": (
        "test_result_exchange::test_simultaneous_starts_are_alone"
    ),
    "test_result_exchange::test_the_second_run_waits_and_says_so": (
        "test_result_exchange::test_simultaneous_starts_are_alone"
    ),
    "test_result_folders::test_a_comparison_leaves_what_it_did_not_write": (
        "test_result_folders::test_every_command_leaves_what_it_did_not_write"
    ),
    "test_result_folders::test_equal_names_of_different_places_are_fine": (
        "test_result_folders::test_a_copied_scenario_does_not_overwrite"
    ),
    "test_result_folders::test_folders_of_earlier_versions_count": (
        "test_damaged_results::test_folders_of_earlier_versions_are_looked_into"
    ),
    "test_resume_from_python::test_a_stopped_study_goes_on": (
        "test_sweep_command::test_fresh_forgets_the_log"
    ),
    "test_resume_from_python::test_a_sweep_says_how_much_was_solved_now": (
        "test_sweep_command::test_fresh_forgets_the_log"
    ),
    "test_shipped::TestShipped::test_looser_rules_give_better_rates": (
        "test_properties::test_relaxing_a_limit_never_worsens_the_rate"
    ),
    "test_shipped::TestShipped::test_resolved_scenario_gives_the_same_results": (
        "test_dropped_tables::test_a_table_without_rows_is_written_where_it_is_needed"
    ),
    "test_site::test_the_site_is_whole_and_asks_for_nothing": (
        "test_docs::test_links_lead_somewhere"
    ),
    "test_small_amounts::test_the_page_of_tonnes": (
        "test_small_amounts::test_the_legend_of_a_map_of_tonnes"
    ),
    "test_start::test_a_run_loads_them_in_the_worker_alone": (
        "test_start::test_the_command_line_loads_no_heavy_library"
    ),
    "test_sweep::test_combined_points_equal_cold_runs": ("test_sweep::test_points_equal_cold_runs"),
    "test_sweep::test_order_of_points_does_not_matter": ("test_sweep::test_points_equal_cold_runs"),
    "test_sweep_command::test_killed_sweep_goes_on": (
        "test_workers::test_killed_in_the_middle_nothing_is_lost_or_twice"
    ),
    "test_sweep_command::test_sampled_folder_and_json": (
        "test_sweep::test_samples_equal_cold_runs"
    ),
    "test_synergy::test_row_order_and_workers_change_nothing": (
        "test_workers::test_any_crew_gives_the_same_bytes"
    ),
    "test_synergy_of_openings::test_a_core_that_is_empty": (
        "test_synergy_of_openings::test_values_are_those_of_enumeration"
    ),
    "test_synergy_shipped::test_game_is_superadditive_and_shadow_prices_are_in_its_core": (
        "test_synergy_of_openings::test_values_are_those_of_enumeration"
    ),
    "test_tables_without_period::test_any_table_without_its_columns_is_refused": (
        "test_damaged_results::test_damage_is_refused"
    ),
    "test_target::test_dearer_capital_never_builds_more": (
        "test_sizes_and_steps::test_dearer_building_never_builds_more"
    ),
    "test_trial_family::test_a_new_family_is_four_files": "test_families::test_it_is_verified",
    "test_unfinished_studies::test_refused_synergy_leaves_the_coalitions_of_the_other": (
        "test_unfinished_studies::test_refused_sweep_leaves_the_points_of_the_other"
    ),
    "test_verify::test_no_number_is_free": "test_verify::test_wrong_cell_is_found",
    "test_workers::test_one_process_needs_no_dask": (
        "test_start::test_the_command_line_loads_no_heavy_library"
    ),
    "test_years::test_one_year_of_a_shipped_region_is_its_run": (
        "test_years::test_one_year_is_a_run"
    ),
    "test_years::test_the_shipped_plan_reaches_its_target": (
        "test_years::test_built_when_it_is_needed"
    ),
}
"""Test -> the quicker test that holds the same subject and is always tried."""


def mark_thorough(items: Iterable[pytest.Item]) -> None:
    """Mark what is left to `make thorough` among collected tests, which come in their order."""
    seen: dict[str, int] = {}
    for item in items:
        test = name_of(item)
        seen[test] = seen.get(test, 0) + 1
        if test in HELD_BY or seen[test] > FURTHER_CASES.get(test, seen[test]):
            item.add_marker(pytest.mark.thorough)


def name_of(item: pytest.Item) -> str:
    """Return file, class and name of a test, without the case: as the tables name it."""
    path, *names = item.nodeid.partition("[")[0].split("::")
    return "::".join([path.rpartition("/")[2].removesuffix(".py"), *names])
